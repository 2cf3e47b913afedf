import * as v from 'valibot';
import type { UseCase } from '../../server/gallery.ts';
import { answerRefusals, readBody } from '../../server/refusal.ts';
import { NewOrder, Sample, topics } from './events.ts';
import { everySecond } from './every-second.ts';
import { startLooking } from './sampler.ts';
import { openTill } from './till.ts';

/** So many samples, one a second, are there at once for a page that opens: ten minutes. */
const keptSamples = 600;

export const dashboard: UseCase = {
  name: 'dashboard',
  readable: ['dashboard/*'],
  publishable: [],
  async open({ hub, router, traffic, closing }) {
    // What was going on before this process: the log is the only memory.
    const { events: kept } = await hub.page({ topics: ['dashboard/*'], since: 'latest', limit: 2 * keptSamples });
    const till = openTill(hub, kept);

    router.post('/orders', async (req, res) => {
      const order = readBody(NewOrder, req.body);
      await till.take(order);
      res.status(201).json({ id: order.id });
    });
    router.use(answerRefusals);

    const look = await startLooking(hub, traffic);
    const newest = kept.findLast(({ event }) => event === 'sample');
    let sequence = newest === undefined ? 0 : v.parse(Sample, JSON.parse(newest.data)).sequence;
    const stopping = new AbortController();
    closing.defer(() => stopping.abort());
    void everySecond(async () => {
      const sample: Sample = { ...(await look()), sequence: sequence + 1, sales: till.sales };
      // A ring of keys: `since=latest` gives the newest event of each, which are the last ten minutes in their order.
      const key = `${sample.sequence % keptSamples}`;
      await hub.publish({ topic: topics.samples, event: 'sample', key, data: sample });
      sequence = sample.sequence;
    }, stopping.signal);
  },
};
