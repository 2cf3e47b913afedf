import { join } from 'node:path';
import { createHub } from 'spillway';
import { openSqliteLog } from 'spillway/log/sqlite';
import { createNodeEventsHandler } from 'spillway/node';
import * as v from 'valibot';
import type { UseCase } from '../../server/gallery.ts';
import { answerRefusals, readBody } from '../../server/refusal.ts';
import { hosts } from '../../server/same-site.ts';
import { openMarket } from './market.ts';
import { slowLine } from './slow-line.ts';
import { Tick, Trading } from './tick.ts';

const batchesPerSecond = 20;

/** Everybody may read, and nobody publish. */
const authorize = () => ({ publish: [], subscribe: ['prices/*', 'trading'] });

export const prices: UseCase = {
  name: 'prices',
  readable: [],
  publishable: [],
  async open({ router, folder, environment, closing }) {
    // Two minutes of ticks would be most of the gallery's log: the market has a hub of its own.
    const log = await openSqliteLog(join(folder, 'prices.db'), { retention: { events: 240_000 } });
    const hub = createHub({ log, tapeBytes: 64 * 1024, retryMs: 500 });
    closing.defer(() => hub.close());
    router.all('/events', slowLine, createNodeEventsHandler(hub, { authorize, hosts }));

    // After a crash the market goes on where it was, for the log has the newest price of each share.
    const { events } = await hub.page({ topics: ['prices/*', 'trading'], since: 'latest', limit: 1000 });
    const dataOf = (type: string) => events.filter(({ event }) => event === type).map(({ data }) => JSON.parse(data));
    const market = openMarket(dataOf('tick').map((data) => v.parse(Tick, data)));
    let { isOn } = v.parse(Trading, dataOf('trading').at(-1) ?? { isOn: true });

    const ticksPerSecond = Number(environment['GALLERY_TICKS_PER_SECOND'] ?? 2000);
    let publishing: Promise<unknown> | undefined;
    const timer = setInterval(() => {
      // Nobody trades where nobody looks.
      if (!isOn || publishing !== undefined || hub.stats().subscribers === 0) return;
      const time = Date.now();
      const ticks = Array.from({ length: Math.round(ticksPerSecond / batchesPerSecond) }, () => market.next());
      publishing = hub
        .publish(
          // The key: of one share a newer price takes the place of an older one, for those who are slow.
          ticks.map((tick) => ({
            topic: `prices/${tick.symbol}`,
            event: 'tick',
            key: 'price',
            data: { ...tick, time } satisfies Tick,
          })),
        )
        .catch((error: unknown) => console.error('ticks are missing:', error))
        .finally(() => (publishing = undefined));
    }, 1000 / batchesPerSecond);
    closing.defer(async () => {
      clearInterval(timer);
      await publishing;
    });

    router.post('/trading', async (req, res) => {
      const trading = readBody(Trading, req.body);
      isOn = false;
      await publishing;
      await hub.publish({ topic: 'trading', event: 'trading', key: 'trading', data: trading });
      ({ isOn } = trading);
      res.json(trading);
    });
    router.use(answerRefusals);
  },
};
