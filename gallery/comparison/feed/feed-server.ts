import { createServer } from 'node:http';
import { join } from 'node:path';
import { createHub, type Hub } from 'spillway';
import { openSqliteLog } from 'spillway/log/sqlite';
import { createNodeEventsHandler } from 'spillway/node';
import { acceptSockets } from '../network/accept-sockets.ts';
import { listen } from '../network/listen.ts';
import { isFromOwnPage } from '../network/own-pages.ts';
import { runOf } from '../network/run.ts';
import type { Wire } from '../network/wire-counts.ts';
import { topic } from './feed-event.ts';
import { feedSocket } from './feed-socket.ts';
import { createPolling } from './polling.ts';

/** Serves the feed four ways: `/polling`, `/long-polling`, `/web-socket` and `/events`. All read the same hub. */
export interface FeedServer extends AsyncDisposable {
  readonly hub: Hub;
  readonly port: number;
}

/** Opens a hub on its log on disk, and a server in front of it, which finds its port again. */
export async function openFeedServer(folder: string, wire: Wire): Promise<FeedServer> {
  const log = await openSqliteLog(join(folder, 'feed.db'), { retention: { bytes: 8 * 1024 ** 2 } });
  const hub = createHub({ log, retryMs: 500 });
  const events = createNodeEventsHandler(hub, { cors: { origins: ['*'] } });
  const poll = createPolling(hub, wire);
  const server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    if (!isFromOwnPage(req)) res.writeHead(403).end();
    else if (pathname === '/events') void events(req, res);
    else if (pathname === '/polling') void poll(req, res, 0);
    else if (pathname === '/long-polling') void poll(req, res, 25_000);
    else res.writeHead(404).end();
  });
  // A connection must be there still when the next poll comes.
  server.keepAliveTimeout = 60_000;
  wire.watch(server, runOf);
  const sockets = acceptSockets(server, (socket, query) => {
    void feedSocket(socket, hub, query.get('after') ?? undefined);
  });
  return {
    hub,
    port: await listen(server, join(folder, 'feed.port')),
    // Without a goodbye, as in a crash.
    async [Symbol.asyncDispose]() {
      server.close();
      sockets.terminate();
      server.closeAllConnections();
      await hub.close();
    },
  };
}

/** The newest number in the log; 0 where it is empty. */
export async function newestNumber(hub: Hub): Promise<number> {
  const { events } = await hub.page({ topics: [topic], since: 'latest' });
  return Number(events.at(-1)?.id ?? 0);
}
