import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { createHub } from 'spillway';
import { openSqliteLog } from 'spillway/log/sqlite';
import { createNodeEventsHandler, putFrontBefore } from 'spillway/node';
import { createAuthorize } from './authorize.ts';
import { hosts, refuseOtherSites } from './same-site.ts';
import { createSignIn } from './sign-in.ts';
import { countRequests, createTraffic } from './traffic.ts';
import { serveSite } from './serve-site.ts';
import { useCases } from './use-cases.ts';

export interface GallerySettings {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the hub and the use cases keep what they have. */
  readonly folder: string;
  /** The built pages. */
  readonly site: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A gallery that is listening. */
export interface GalleryServer extends AsyncDisposable {
  /** Such as `http://localhost:3000`. */
  readonly url: string;
}

/** Starts a hub, embedded in a server with the use cases and their pages. */
export async function startGallery({ port, folder, site, environment }: GallerySettings): Promise<GalleryServer> {
  await using opening = new AsyncDisposableStack();
  await mkdir(folder, { recursive: true });
  const log = await openSqliteLog(join(folder, 'events.db'), { retention: { bytes: 256 * 1024 ** 2 } });
  const hub = createHub({ log, retryMs: 500 });
  opening.defer(() => hub.close());

  const traffic = createTraffic();
  const signIn = createSignIn(randomBytes(32));
  const options = { authorize: createAuthorize(useCases, signIn, traffic), hosts };

  const app = express().disable('x-powered-by');
  const server = createServer(app);
  const url = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  const listening = new Promise<string>((resolve) => void server.once('listening', () => resolve(url())));
  app.use(countRequests(traffic), refuseOtherSites);
  app.all('/events', createNodeEventsHandler(hub, options));
  const api = express.Router();
  api.use(express.json());
  signIn.addTo(api);
  // As a crash would: whoever starts this process starts it again.
  api.post('/crash', () => process.kill(process.pid, 'SIGKILL'));
  api.get('/process', (_req, res) => {
    res.json({ pid: process.pid, uptimeSeconds: process.uptime(), streams: hub.stats().subscribers });
  });
  app.use('/api', api);
  for (const { name, open } of useCases) {
    const router = express.Router();
    api.use(`/${name}`, router);
    const own = join(folder, name);
    await mkdir(own, { recursive: true });
    await open({ hub, router, folder: own, signIn, traffic, environment, listening, closing: opening });
  }
  app.use(serveSite(site));

  const front = putFrontBefore(server, hub, options);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  opening.defer(async () => {
    server.close();
    await hub.close();
    front.destroy();
    server.closeAllConnections();
  });
  const closing = opening.move();
  return {
    url: url(),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
