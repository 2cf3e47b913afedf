import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';

/** A listening TCP socket on a free port of 127.0.0.1, for a server that inherits it. */
export interface ListeningSocket {
  readonly port: number;
  readonly descriptor: number;
  /** Leaves it to the server, which has it by then: connections would come to this process as well. */
  close(): void;
}

/** With `noDelay` every connection that is accepted from it has TCP_NODELAY, as Linux lets them inherit it. */
export async function openListeningSocket({ noDelay }: { readonly noDelay: boolean }): Promise<ListeningSocket> {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const handle = handleOf(server);
  if (noDelay) {
    const error = handle.setNoDelay(true);
    if (error !== 0) throw new Error(`the listening socket does not take TCP_NODELAY: error ${error}`);
  }
  return { port, descriptor: handle.fd, close: () => void server.close() };
}

interface Handle {
  readonly fd: number;
  /** Returns 0 or an error. */
  setNoDelay(noDelay: boolean): number;
}

/** Node's own handle of a server: an internal, and the only way to an option of a socket that listens. */
function handleOf(server: Server): Handle {
  // oxlint-disable-next-line no-underscore-dangle -- a name of Node's own
  const handle = (server as unknown as { readonly _handle?: Partial<Handle> | null })._handle;
  if (typeof handle?.setNoDelay !== 'function' || typeof handle.fd !== 'number' || handle.fd < 0) {
    throw new Error('this version of Node keeps listening sockets in another way: listening-socket.ts must learn it');
  }
  return handle as Handle;
}
