import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerOptions, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import type { EventsOptions } from '../../../src/http/events-options.ts';
import { createHub } from '../../../src/hub/create-hub.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import { createMemoryLog } from '../../../src/log/memory.ts';
import { type Front, createNodeEventsHandler, putFrontBefore } from '../../../src/node/index.ts';

/** Both ways in which a front has its connections. */
export const ways = ['bare', 'sockets'] as const;

export interface ServedHub {
  readonly server: Server;
  readonly hub: Hub;
  readonly port: number;
  /** What node:http was asked, as method and target. */
  readonly askedNode: readonly string[];
  /** How many connections the server counts. */
  readonly countConnections: () => Promise<number>;
  /** Ends it before the test is over. */
  readonly close: () => Promise<void>;
}

export interface FrontedHub extends ServedHub {
  readonly front: Front;
}

export interface ServeOptions {
  readonly events?: EventsOptions;
  readonly server?: ServerOptions;
  /** What is done to the server before it has its front. */
  readonly prepare?: (server: Server) => void;
}

/** A hub of epoch `e1` behind a front. Node:http answers what the front hands over: `/events`, and all else as an echo. */
export async function serveFronted(way: (typeof ways)[number], options: ServeOptions = {}): Promise<FrontedHub> {
  const served = await serve(options);
  const front = putFrontBefore(served.server, served.hub, { ...quiet, ...options.events, bareHandles: way === 'bare' });
  onTestFinished(() => front.destroy());
  // A fast way that is silently absent would be tested by nobody.
  expect(front.connections).toBe(way);
  return { ...served, front };
}

const quiet: EventsOptions = { onError() {} };

/** The same hub behind node:http alone. */
export async function serve(options: ServeOptions = {}): Promise<ServedHub> {
  const hub = createHub({ log: createMemoryLog({ epoch: 'e1', now: () => 1_800_000_000_000 }), random: () => 0 });
  const handleEvents = createNodeEventsHandler(hub, { ...quiet, ...options.events });
  const askedNode: string[] = [];
  const server = createServer(options.server ?? {}, (req, res) => {
    askedNode.push(`${req.method} ${req.url}`);
    if (pathOf(req) === '/events') void handleEvents(req, res);
    else void echo(req, res);
  });
  options.prepare?.(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    await hub.close();
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { server, hub, port, askedNode, close, countConnections: () => countConnections(server) };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.startsWith('/') ? url.replace(/\?.*/, '') : new URL(url, 'http://hub.test').pathname;
}

/** Shows what was understood as the request. */
async function echo(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = await text(req).catch(() => 'broken off');
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ method: req.method, url: req.url, body }));
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
