import { assertEqual } from '../assert.ts';
import { anEvent, dataOf, readAll, someEvents, type GivenDurable, type LogCase } from './log-case.ts';

export const durability: readonly LogCase<GivenDurable>[] = [
  {
    title: 'has its events, ids, bounds and epoch again when it is opened again',
    async run({ log, reopen }) {
      await log.append([anEvent('a', { id: 'a-1', event: 'e', key: 'k', retry: 5 }), ...someEvents(10)]);
      await log.trim(1);
      const { epoch } = log;
      const before = await readAll(log);
      const again = await reopen();
      assertEqual(again.epoch, epoch, 'the epoch');
      assertEqual(await readAll(again), before, 'the page');
      assertEqual(await again.find('a-1'), 1, 'the offset of an id');
      assertEqual(await again.append([anEvent('a', { id: 'a-1' }), anEvent('next')]), [1, 12], 'the offsets');
    },
  },
  {
    title: 'never gives an offset twice, also when everything was trimmed before it was opened again',
    async run({ log, reopen }) {
      await log.append(someEvents(5));
      await log.trim(6);
      const again = await reopen();
      assertEqual(await again.bounds(), { first: 6, last: 5 }, 'the bounds');
      assertEqual(await again.append([anEvent('next')]), [6], 'the next offset');
      assertEqual(again.epoch, log.epoch, 'the epoch');
    },
  },
  {
    title: 'has trimmed what grew too old, and hides what expired, while it was closed',
    retention: { seconds: 60 },
    async run({ log, advance, reopen }) {
      await log.append([anEvent('old')]);
      advance(30_000);
      await log.append([anEvent('brief', { ttl: 10 }), anEvent('young')]);
      advance(31_000);
      const again = await reopen();
      assertEqual(await again.bounds(), { first: 2, last: 3 }, 'the bounds');
      assertEqual(dataOf((await readAll(again)).events), ['young'], 'the events');
    },
  },
  {
    title: 'tails on after it was opened again',
    async run({ log, reopen }) {
      await log.append(someEvents(2));
      const again = await reopen();
      const tailed: number[] = [];
      again.tail((events) => tailed.push(...events.map(({ offset }) => offset)));
      await again.append(someEvents(2));
      await again.close();
      assertEqual(tailed, [3, 4], 'the offsets that were tailed');
    },
  },
];
