import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Wire, type WireOwner, nobody } from './wire.ts';

/**
 * Takes the connections of a server as the sockets that they are, by Node's public API alone: the way wherever
 * bare-wire.ts can't go. node:http listens to the event `connection` of its server before anybody else does; here that
 * listener is called once a connection is handed over, which Node documents as its way to inject connections. Returns
 * false, and leaves all as it is, where that listener is not found.
 */
export function takeSockets(server: Server, take: (wire: Wire) => WireOwner): boolean {
  // By its name, because an application may have put a listener of its own before it.
  const listener = server.listeners('connection').find(({ name }) => name === 'connectionListener');
  if (!listener) return false;
  server.off('connection', listener as (socket: Socket) => void);
  server.prependListener('connection', (socket: Socket) => {
    const wire = new SocketWire(socket, () => void listener.call(server, socket));
    wire.owner = take(wire);
  });
  return true;
}

class SocketWire implements Wire {
  owner: WireOwner = nobody;
  readonly #socket: Socket;
  readonly #goOn: () => void;
  readonly #listeners = {
    data: (bytes: Buffer) => this.owner.read(bytes),
    drain: () => this.owner.drained(),
    end: () => this.owner.ended(),
    close: () => this.owner.closed(),
    // 'close' follows and says all that matters.
    error: () => {},
  };

  constructor(socket: Socket, goOn: () => void) {
    this.#socket = socket;
    this.#goOn = goOn;
    socket.setNoDelay(true);
    for (const [event, listener] of Object.entries(this.#listeners)) socket.on(event, listener);
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  handOver(unused: Uint8Array): void {
    this.owner = nobody;
    for (const [event, listener] of Object.entries(this.#listeners)) this.#socket.off(event, listener);
    this.#socket.unshift(unused);
    this.#goOn();
  }
}
