import { readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { type Http2SecureServer, createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { isIPv6 } from 'node:net';
import { type Logger, pino } from 'pino';
import { type Hub, createHub } from 'spillway';
import type { NodeRequest, NodeResponse } from 'spillway/node';
import { authorizeByToken } from './auth/authorize.ts';
import { checkReach, hostsOf } from './loopback.ts';
import { openLog } from './open-log.ts';
import { createRoutes } from './routes.ts';
import { type HubServerSettings, SettingsError } from './settings.ts';

/** A standalone hub that is listening. */
export interface HubServer {
  /** Where it is reached, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly hub: Hub;
  /** Ends every stream, closes the log and stops listening. */
  close(): Promise<void>;
}

/** Starts a standalone hub. Throws a `SettingsError` or `SpillwayError` that says what to change; nothing is left open then. */
export async function startHubServer(settings: HubServerSettings): Promise<HubServer> {
  checkReach(settings);
  // Standard error, so that what a command prints can be piped.
  const logger = pino({ level: settings.logLevel, base: null }, pino.destination(2));
  const authorize = authorizeByToken(settings.auth);
  const certificate = await readCertificate(settings.tls);
  const hub = await openHub(settings, logger);
  try {
    const routes = createRoutes(hub, {
      authorize,
      cors: { origins: settings.corsOrigins },
      hosts: hostsOf(settings),
      limits: settings.limits,
      publicFolder: settings.publicFolder,
      onError: (error) => logger.error({ err: error }, 'a request failed'),
    });
    const server = certificate ? createTlsServer(certificate, routes) : createServer(routes);
    await listen(server, settings);
    const { port } = server.address() as AddressInfo;
    const name = isIPv6(settings.host) ? `[${settings.host}]` : settings.host;
    return {
      url: `${certificate ? 'https' : 'http'}://${name}:${port}`,
      hub,
      async close() {
        await hub.close();
        await stop(server);
      },
    };
  } catch (error) {
    await hub.close();
    throw error;
  }
}

async function openHub(settings: HubServerSettings, logger: Logger): Promise<Hub> {
  const { limits, heartbeatSeconds, retryMs, tapeBytes, recentEvents, recentBytes } = settings;
  const log = await openLog(settings);
  const hub = createHub({
    log,
    limits,
    recent: {
      ...(recentEvents !== undefined && { events: recentEvents }),
      ...(recentBytes !== undefined && { bytes: recentBytes }),
    },
    onError: (error) => logger.error({ err: error }, 'a stream was ended'),
    ...(heartbeatSeconds !== undefined && { heartbeatMs: heartbeatSeconds * 1000 }),
    ...(retryMs !== undefined && { retryMs }),
    ...(tapeBytes !== undefined && { tapeBytes }),
  });
  return hub;
}

interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

async function readCertificate(tls: HubServerSettings['tls']): Promise<Certificate | undefined> {
  if (!tls) return undefined;
  return { cert: await readPem('--tls-cert', tls.certFile), key: await readPem('--tls-key', tls.keyFile) };
}

async function readPem(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new SettingsError(`${option} names the file ${file}, which cannot be read`, { cause });
  }
}

type Routes = (req: NodeRequest, res: NodeResponse) => void;

/** HTTP/2 and HTTP/1.1 on one port: the client chooses by ALPN (RFC 7301). */
function createTlsServer(certificate: Certificate, routes: Routes): Http2SecureServer {
  try {
    return createSecureServer({ ...certificate, allowHTTP1: true }, routes);
  } catch (cause) {
    throw new SettingsError('--tls-cert and --tls-key must hold a certificate and its key in PEM', { cause });
  }
}

function listen(server: Server | Http2SecureServer, { host, port }: HubServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new SettingsError(listenFailure(cause, host, port), { cause }));
    });
    server.listen({ host, port, backlog: 4096 }, resolve);
  });
}

function listenFailure({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use: choose another with --port (SPILLWAY_PORT)`;
    case 'EACCES':
      return `port ${port} needs more rights than this process has: choose one above 1023 with --port`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine: choose another with --host (SPILLWAY_HOST)`;
    default:
      return `cannot listen on ${host}:${port}: ${message}`;
  }
}

function stop(server: Server | Http2SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
