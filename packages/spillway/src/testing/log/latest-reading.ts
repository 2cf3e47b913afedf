import type { LatestReader } from '../../log/event-log.ts';
import { assertEqual } from '../assert.ts';
import { anEvent, dataOf, everything, offsetsOf, type GivenLatestReader, type LogCase } from './log-case.ts';

export const latestReading: readonly LogCase<GivenLatestReader>[] = [
  {
    title: 'reads only the newest event of each topic and key, in order',
    async run({ log }) {
      await log.append([
        anEvent('price 1', { key: 'ACME' }),
        anEvent('price 2', { key: 'ACME' }),
        anEvent('other 1', { key: 'OTTER' }),
        anEvent('no key 1'),
        anEvent('empty key', { key: '' }),
      ]);
      await log.append([anEvent('elsewhere', { topics: ['u'], key: 'ACME' }), anEvent('price 3', { key: 'ACME' })]);
      await log.append([anEvent('no key 2')]);
      assertEqual(await latestOf(log), ['other 1', 'empty key', 'elsewhere', 'price 3', 'no key 2'], 'the events');
    },
  },
  {
    title: 'reads an event of several topics once, as long as it is the newest of one of them',
    async run({ log }) {
      await log.append([anEvent('both', { topics: ['a', 'b'] })]);
      assertEqual(await latestOf(log), ['both'], 'the newest of two topics');
      await log.append([anEvent('a only', { topics: ['a'] })]);
      assertEqual(await latestOf(log), ['both', 'a only'], 'the newest of one topic');
      await log.append([anEvent('b only', { topics: ['b'] })]);
      assertEqual(await latestOf(log), ['a only', 'b only'], 'the newest of none');
    },
  },
  {
    title: 'pages by `through` like every read',
    async run({ log }) {
      await log.append(Array.from({ length: 20 }, (_, index) => anEvent(`${index}`, { key: `${index % 7}` })));
      const offsets: number[] = [];
      for (let after = 0; ;) {
        const page = await log.readLatest(after, { ...everything, events: 2 });
        offsets.push(...offsetsOf(page.events));
        after = page.through;
        if (after >= page.last) break;
      }
      assertEqual(offsets, [14, 15, 16, 17, 18, 19, 20], 'the offsets of all pages');
    },
  },
  {
    title: 'leaves out what was trimmed or outlived its ttl, without going back to what that superseded',
    async run({ log, advance }) {
      await log.append([anEvent('first', { key: '1' }), anEvent('second', { key: '2' }), anEvent('old', { key: '3' })]);
      await log.append([anEvent('brief', { key: '3', ttl: 1 })]);
      advance(1000);
      await log.append([anEvent('third', { key: '4' })]);
      assertEqual(await latestOf(log), ['first', 'second', 'third'], 'the events after the ttl');
      await log.trim(2);
      assertEqual(await latestOf(log), ['second', 'third'], 'the events after the trim');
    },
  },
];

async function latestOf(log: LatestReader): Promise<string[]> {
  return dataOf((await log.readLatest(0, everything)).events);
}
