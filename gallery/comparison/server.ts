import { setTimeout as delay } from 'node:timers/promises';
import { sendEventStream } from 'spillway/node';
import type { UseCase } from '../server/gallery.ts';
import { openConnectionLimit } from './connection-limit/connection-limit.ts';
import { openFeed } from './feed/feed.ts';
import { rates } from './feed/feed-event.ts';
import { isRun, runOf } from './network/run.ts';
import { openRoundTrips } from './round-trips/round-trips.ts';
import type { ServerState } from './server-state.ts';

/**
 * Three experiments. Each has servers of its own, on ports of their own, so that their bytes can be counted at the socket
 * and their connections cut, and the gallery's page never waits for one of them.
 */
export const comparison: UseCase = {
  name: 'comparison',
  readable: [],
  publishable: [],
  async open({ router, folder, closing }) {
    const feed = closing.use(await openFeed(folder));
    const roundTrips = closing.use(await openRoundTrips(folder));
    const limit = closing.use(await openConnectionLimit(folder));
    const startedAt = Date.now();

    router.get('/state', (req, res) => {
      const run = runOf(req)?.run ?? '';
      const state = (): ServerState => {
        const { newest, perSecond } = feed;
        const ports = { feed: feed.port, roundTrips: roundTrips.port, ...limit.ports };
        return { startedAt, ports, perSecond, newest, wire: feed.wire.countsOf(run), limit: limit.held() };
      };
      sendEventStream(req, res, async function* ({ signal }) {
        for (; !signal.aborted; await delay(500)) yield { event: 'state', data: state() };
      });
    });

    router.post('/feed/rate', (req, res) => {
      const perSecond = rates.find((rate) => rate === bodyOf(req)['perSecond']);
      if (perSecond === undefined) return res.status(400).json({ detail: `perSecond is one of ${rates.join(', ')}` });
      feed.setPerSecond(perSecond);
      return res.json({ perSecond });
    });
    router.post('/feed/cut', (req, res) => {
      const { run } = bodyOf(req);
      return isRun(run) ? res.json(feed.cut(run)) : res.status(400).json({ detail: 'run names a measurement' });
    });
    router.post('/feed/restart', async (_req, res) => res.json(await feed.restart()));
    router.get('/round-trips', (req, res) => res.json(roundTrips.wire.countsOf(runOf(req)?.run ?? '')));
  },
};

function bodyOf(req: { readonly body?: unknown }): Readonly<Record<string, unknown>> {
  return (req.body ?? {}) as Readonly<Record<string, unknown>>;
}
