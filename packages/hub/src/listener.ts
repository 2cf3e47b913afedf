import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Server, createServer } from 'node:http';
import { type Http2SecureServer, createSecureServer } from 'node:http2';
import { type AddressInfo, type Socket, isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import type { Front, NodeRequest, NodeResponse } from 'spillway/node';
import { type HubServerSettings, SettingsError } from './settings.ts';

type ListenerSettings = Pick<HubServerSettings, 'host' | 'port' | 'tls'>;

export type Respond = (req: NodeRequest, res: NodeResponse) => void;

/** A port that is listened on. */
export interface Listener {
  /** Where it is reached, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Has requests answered; those that came before have waited for it. Plain HTTP may have a front. */
  serve(respond: Respond, putFront: (server: Server) => Front): void;
  /**
   * Reads the certificate again for connections to come, and resolves to whether there is one. Rejects with a
   * `SettingsError`, and keeps the certificate that it has, where the new one cannot be used.
   */
  reloadCertificate(): Promise<boolean>;
  /** Takes no more connections; those that are open live on. */
  pause(): void;
  /** Gives the answers that are on their way a moment to arrive, then ends every connection. */
  stop(): Promise<void>;
}

/** A stream's URL may name 100 topics of 1,024 bytes each, percent-encoded to three times that, beside its cookies. */
const headerBytes = 512 * 1024;
const bounds = { maxHeaderSize: headerBytes };

/** Browsers open 100 streams on a connection without this, and Chromium 256 at most; a fifth is kept for requests. */
const maxConcurrentStreams = 250;

/** How long `stop` waits for clients that are slow to take what was sent to them. */
const graceMs = 1000;

/**
 * Listens for HTTP, or with a certificate for HTTPS with HTTP/2 and HTTP/1.1 on one port, where the client chooses by
 * ALPN (RFC 7301). Throws a `SettingsError` that says what to change.
 */
export async function listen(settings: ListenerSettings, onError: (error: unknown) => void): Promise<Listener> {
  const { host, tls } = settings;
  const server = tls ? createTlsServer(await readCertificate(tls)) : createServer(bounds);
  const sockets = new Set<Socket>();
  const answers = new Set<NodeResponse>();
  const early: [NodeRequest, NodeResponse][] = [];
  let respond: Respond = (req, res) => early.push([req, res]);
  let front: Front | undefined;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (req: NodeRequest, res: NodeResponse) => {
    answers.add(res);
    (res as Closing).once('close', () => answers.delete(res));
    respond(req, res);
  });
  await bind(server, settings);
  server.on('error', onError);

  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    serve(routes, putFront) {
      respond = routes;
      if (server instanceof Server) front = putFront(server);
      for (const [req, res] of early.splice(0)) routes(req, res);
    },
    async reloadCertificate() {
      if (!tls || server instanceof Server) return false;
      const certificate = await readCertificate(tls);
      withCertificate(() => createSecureContext(certificate));
      server.setSecureContext(certificate);
      return true;
    },
    pause: () => void server.close(),
    async stop() {
      if (server.listening) server.close();
      const answered = Promise.all(Array.from(answers, (res) => once(res as NodeJS.EventEmitter, 'close')));
      await Promise.race([Promise.all([answered, front?.stop()]), delay(graceMs)]);
      front?.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The part of a response that HTTP/1.1 and HTTP/2 share; the overloads of the two do not unite. */
interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

async function readCertificate({ certFile, keyFile }: NonNullable<ListenerSettings['tls']>): Promise<Certificate> {
  return { cert: await read('--tls-cert', certFile), key: await read('--tls-key', keyFile) };
}

function read(option: string, file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new SettingsError(`${option} names the file ${file}, which cannot be read`, { cause });
  });
}

function createTlsServer(certificate: Certificate): Http2SecureServer {
  return withCertificate(() =>
    createSecureServer({
      ...certificate,
      allowHTTP1: true,
      ...bounds,
      settings: { maxHeaderListSize: headerBytes, maxConcurrentStreams },
    }),
  );
}

function withCertificate<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    throw new SettingsError(
      '--tls-cert and --tls-key must hold, in PEM, a certificate and its own private key without a passphrase',
      { cause },
    );
  }
}

function bind(server: Server | Http2SecureServer, { host, port }: ListenerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => reject(new SettingsError(bindFailure(cause, host, port), { cause }));
    server.once('error', fail);
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function bindFailure({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use: choose another with --port (SPILLWAY_PORT)`;
    case 'EACCES':
      return `port ${port} needs more rights than this process has: choose one above 1023 with --port`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: choose another with --host (SPILLWAY_HOST)`;
    default:
      return `cannot listen on ${host}:${port}: ${message}`;
  }
}
