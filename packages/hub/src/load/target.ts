import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { type Socket, connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where a test connects to. */
export interface Target {
  readonly address: string;
  readonly port: number;
  /** How TLS is spoken; undefined for none. */
  readonly tls: { readonly serverName: string; readonly insecure: boolean } | undefined;
}

/** Opens a connection; `from` picks one of the addresses that this machine has for it. */
export function openSocket(target: Target, { from, onread, protocols }: SocketOptions): Socket {
  const { address, port, tls } = target;
  const localAddress = localAddressFor(address, from);
  const options = { host: address, port, onread, ...(localAddress === undefined ? {} : { localAddress }) };
  if (tls === undefined) return connectTcp({ ...options, noDelay: true });
  const servername = isIP(tls.serverName) === 0 ? { servername: tls.serverName } : {};
  return connectTls({ ...options, ...servername, ALPNProtocols: [...protocols], rejectUnauthorized: !tls.insecure });
}

export interface SocketOptions {
  /** Any number: connections are spread by it. */
  readonly from: number;
  /** Takes what is received without an allocation; false pauses. */
  readonly onread: { readonly buffer: Buffer; readonly callback: (bytes: number) => boolean };
  /** For TLS (ALPN, RFC 7301). */
  readonly protocols: readonly string[];
}

/**
 * One local address has about 28,000 ports for connections to one server. On Linux all of 127.0.0.0/8 is this machine,
 * so eight of its addresses are enough for 200,000 subscribers there.
 */
function localAddressFor(address: string, from: number): string | undefined {
  if (process.platform !== 'linux' || !address.startsWith('127.')) return undefined;
  return `127.0.0.${1 + (from % 8)}`;
}

/**
 * Finds the address at which a server accepts connections: a name may have several, and a server listen on one.
 *
 * @throws when none of them does, with the reason of the first.
 */
export async function findTarget(url: URL, insecure: boolean): Promise<Target> {
  const isSecure = url.protocol === 'https:' || url.protocol === 'wss:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port) || (isSecure ? 443 : 80);
  const tls = isSecure ? { serverName: host, insecure } : undefined;
  let firstError: unknown;
  for (const { address } of await lookup(host, { all: true, order: 'ipv4first' })) {
    const socket = connectTcp({ host: address, port });
    const timer = setTimeout(() => socket.destroy(new Error(`no answer from ${address} within 10 s`)), 10_000);
    try {
      await once(socket, 'connect');
      return { address, port, tls };
    } catch (error) {
      firstError ??= error;
    } finally {
      clearTimeout(timer);
      socket.destroy();
    }
  }
  throw firstError;
}
