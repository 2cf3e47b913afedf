import type { EventLog } from '../../log/event-log.ts';
import { assertEqual } from '../assert.ts';
import { anEvent, dataOf, readAll, someEvents, type LogCase } from './log-case.ts';

export const forgetting: readonly LogCase[] = [
  {
    title: 'forgets what lies before a trim, with its ids, and goes on with the same offsets',
    async run({ log }) {
      await log.append([anEvent('a', { id: 'a-1' }), anEvent('b', { id: 'b-1' }), anEvent('c')]);
      await log.trim(2);
      assertEqual(await log.bounds(), { first: 2, last: 3 }, 'the bounds');
      assertEqual(dataOf((await readAll(log)).events), ['b', 'c'], 'the events');
      assertEqual([await log.find('a-1'), await log.find('b-1')], [undefined, 2], 'what is found');
      assertEqual(
        await log.append([anEvent('a again', { id: 'a-1' }), anEvent('', { id: 'b-1' })]),
        [4, 2],
        'the offsets',
      );
      assertEqual(await log.find('a-1'), 4, 'the offset of the id that came again');
      assertEqual(dataOf((await readAll(log)).events), ['b', 'c', 'a again'], 'the events');
    },
  },
  {
    title: 'never trims backwards, and never past its end',
    async run({ log }) {
      await log.append(someEvents(3, ''));
      await log.trim(3);
      await log.trim(1);
      assertEqual(await log.bounds(), { first: 3, last: 3 }, 'the bounds after a trim backwards');
      await log.trim(1000);
      assertEqual(await log.bounds(), { first: 4, last: 3 }, 'the bounds after a trim past the end');
      assertEqual(await readAll(log), { first: 4, last: 3, through: 3, events: [] }, 'the page');
      assertEqual(await log.append([anEvent('next')]), [4], 'the next offset');
      assertEqual(dataOf((await readAll(log)).events), ['next'], 'the events');
    },
  },
  {
    title: 'keeps at most so many events',
    retention: { events: 3 },
    async run({ log }) {
      await log.append(someEvents(2, 'a'));
      assertEqual(await keptBy(log), { first: 1, last: 2, data: ['a0', 'a1'] }, 'what is kept of 2');
      await log.append(someEvents(2, 'b'));
      assertEqual(await keptBy(log), { first: 2, last: 4, data: ['a1', 'b0', 'b1'] }, 'what is kept of 4');
      await log.append(someEvents(7, 'c'));
      assertEqual(await keptBy(log), { first: 9, last: 11, data: ['c4', 'c5', 'c6'] }, 'what is kept of 11');
    },
  },
  {
    title: 'keeps at most so many bytes of topics, data and the other fields',
    retention: { bytes: 30 },
    async run({ log }) {
      // 1 byte of topic and 9 of data, in two characters that UTF-8 writes with 4 bytes and one with 1.
      const ten = anEvent('🌊🌊.');
      await log.append([ten, ten, ten]);
      assertEqual(await log.bounds(), { first: 1, last: 3 }, 'the bounds at 30 bytes');
      await log.append([anEvent('')]);
      assertEqual(await log.bounds(), { first: 2, last: 4 }, 'the bounds beyond 30 bytes');
      await log.append([anEvent('1234', { event: '12345', id: '12345', key: '12345' })]);
      assertEqual(await log.bounds(), { first: 4, last: 5 }, 'the bounds after an event of 20 bytes');
      await log.append([anEvent('x'.repeat(31))]);
      assertEqual(await keptBy(log), { first: 7, last: 6, data: [] }, 'what is kept of an event over the bound');
    },
  },
  {
    title: 'keeps nothing that is older than so many seconds',
    retention: { seconds: 60 },
    async run({ log, advance }) {
      await log.append([anEvent('a', { id: 'a-1' })]);
      advance(40_000);
      await log.append([anEvent('b')]);
      advance(20_000);
      assertEqual(await keptBy(log), { first: 1, last: 2, data: ['a', 'b'] }, 'what is kept after 60 seconds');
      advance(1);
      assertEqual(await keptBy(log), { first: 2, last: 2, data: ['b'] }, 'what is kept a moment later');
      assertEqual(await log.append([anEvent('a again', { id: 'a-1' })]), [3], 'the offset of an id that was forgotten');
      advance(1_000_000);
      assertEqual(await keptBy(log), { first: 4, last: 3, data: [] }, 'what is kept in the end');
    },
  },
  {
    title: 'leaves out events whose ttl is over, wherever they are',
    async run({ log, advance }) {
      await log.append([
        anEvent('a', { ttl: 10 }),
        anEvent('b'),
        anEvent('c', { ttl: 20 }),
        anEvent('d', { ttl: 0.5 }),
      ]);
      advance(499);
      assertEqual(dataOf((await readAll(log)).events), ['a', 'b', 'c', 'd'], 'the events after 499 ms');
      advance(1);
      assertEqual(dataOf((await readAll(log)).events), ['a', 'b', 'c'], 'the events after 500 ms');
      advance(9500);
      await log.append([anEvent('e')]);
      assertEqual(dataOf((await readAll(log)).events), ['b', 'c', 'e'], 'the events after 10 s');
      const page = await log.read(2, { events: 1, bytes: 1 });
      assertEqual([dataOf(page.events), page.through], [['c'], 4], 'a page of one event, and how far it reaches');
      advance(10_000);
      assertEqual(await keptBy(log), { first: 1, last: 5, data: ['b', 'e'] }, 'what is kept after 20 s');
    },
  },
  {
    title: 'takes a ttl of less than a millisecond, and one of more than a lifetime',
    async run({ log, advance }) {
      await log.append([
        anEvent('brief', { ttl: 0.0001 }),
        anEvent('lasting', { ttl: 1e15 }),
        anEvent('eternal', { ttl: 1e300 }),
      ]);
      advance(1);
      assertEqual(dataOf((await readAll(log)).events), ['lasting', 'eternal'], 'the events a millisecond later');
    },
  },
  {
    title: 'still finds an event whose ttl is over, and does not append its id again',
    async run({ log, advance }) {
      await log.append([anEvent('a'), anEvent('b', { id: 'b-1', ttl: 1 })]);
      advance(5000);
      await log.append(someEvents(5, ''));
      assertEqual(await log.find('b-1'), 2, 'the offset of b-1');
      assertEqual(await log.append([anEvent('b again', { id: 'b-1' })]), [2], 'the offset when it comes again');
      await log.trim(3);
      assertEqual(await log.find('b-1'), undefined, 'the offset of b-1 once its place is trimmed');
    },
  },
  {
    title: 'says that there is no more when only expired events follow',
    async run({ log }) {
      await log.append([anEvent('a'), anEvent('b', { ttl: 0 }), anEvent('c', { ttl: 0 })]);
      const page = await log.read(0, { events: 1, bytes: 1 });
      assertEqual([dataOf(page.events), page.through], [['a'], 3], 'the page, and how far it reaches');
    },
  },
];

async function keptBy(log: EventLog): Promise<{ first: number; last: number; data: string[] }> {
  const { first, last } = await log.bounds();
  return { first, last, data: dataOf((await readAll(log)).events) };
}
