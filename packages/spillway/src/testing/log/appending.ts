import type { NewEvent } from '../../event.ts';
import { assert, assertEqual } from '../assert.ts';
import { anEvent, dataOf, offsetsOf, readAll, someEvents, type LogCase } from './log-case.ts';

export const appending: readonly LogCase[] = [
  {
    title: 'is empty at first: its bounds are 1 and 0, and its epoch is 1 to 32 characters of 0-9 and a-z',
    async run({ log }) {
      assertEqual(await log.bounds(), { first: 1, last: 0 }, 'the bounds');
      assertEqual(await readAll(log), { first: 1, last: 0, through: 0, events: [] }, 'the page');
      assert(/^[0-9a-z]{1,32}$/.test(log.epoch), `the epoch is ${log.epoch}`);
    },
  },
  {
    title: 'gives offsets that begin at 1 and grow, in the order of the appends',
    async run({ log }) {
      const offsets = [await log.append([anEvent('a')]), await log.append([anEvent('b'), anEvent('c')])].flat();
      assertEqual(offsets[0], 1, 'the first offset');
      assert(isGrowing(offsets), `the offsets ${offsets.join()} grow`);
      const { events } = await readAll(log);
      assertEqual(dataOf(events), ['a', 'b', 'c'], 'the events');
      assertEqual(offsetsOf(events), offsets, 'their offsets');
      assertEqual(await log.bounds(), { first: 1, last: offsets.at(-1) }, 'the bounds');
    },
  },
  {
    title: 'takes an empty batch as every other, and appends nothing',
    async run({ log }) {
      assertEqual(await log.append([]), [], 'the offsets');
      assertEqual(await log.bounds(), { first: 1, last: 0 }, 'the bounds');
    },
  },
  {
    title: 'keeps the order of the calls when they run concurrently, and each batch together',
    async run({ log }) {
      const batches = Array.from({ length: 200 }, (_, index) => someEvents(1 + (index % 5), `${index}/`));
      const offsets = await Promise.all(batches.map((batch) => log.append(batch)));
      assert(isGrowing(offsets.flat()), 'the offsets grow from call to call');
      assertEqual(
        dataOf((await readAll(log)).events),
        batches.flat().map(({ data }) => data),
        'the events',
      );
    },
  },
  {
    title: 'gives an id that it holds the offset it has, and does not append it again',
    async run({ log }) {
      const [first] = await log.append([anEvent('once', { id: 'order-1' })]);
      const again = await log.append([anEvent('twice', { id: 'order-1' }), anEvent('more', { id: 'order-2' })]);
      assertEqual(again[0], first, 'the offset of the event that was there');
      assertEqual(dataOf((await readAll(log)).events), ['once', 'more'], 'the events');
    },
  },
  {
    title: 'appends an id only once within a batch, and once among concurrent calls',
    async run({ log }) {
      const [one, two] = await log.append([anEvent('a', { id: 'x' }), anEvent('b', { id: 'x' })]);
      assertEqual(two, one, 'the offset of the second in the batch');
      const offsets = await Promise.all(['c', 'd', 'e'].map((data) => log.append([anEvent(data, { id: 'y' })])));
      assertEqual(new Set(offsets.flat()).size, 1, 'how many offsets the concurrent calls got');
      assertEqual(dataOf((await readAll(log)).events), ['a', 'c'], 'the events');
    },
  },
  {
    title: 'finds an event by its id, and nothing by an id that it never held',
    async run({ log }) {
      const offsets = await log.append([anEvent('a'), anEvent('b', { id: 'b-1' }), anEvent('c', { id: 'c-1' })]);
      assertEqual(await log.find('b-1'), offsets[1], 'the offset of b-1');
      assertEqual(await log.find('c-1'), offsets[2], 'the offset of c-1');
      assertEqual(await log.find('B-1'), undefined, 'the offset of B-1');
      assertEqual(await log.find(''), undefined, 'the offset of an empty id');
    },
  },
  {
    title: 'gives back every field as it was, with the time of the append',
    async run({ log, advance }) {
      await log.append([anEvent('before')]);
      advance(1234);
      const full: NewEvent = {
        topics: ['orders/42', 'customers/🦦', 'ünïcode'],
        data: 'über\u0000 \r\n\t "quoted" \\ 日本語 🌊 \u2028 \ufeff',
        event: 'paid',
        id: 'order-42 🧾',
        key: '42',
        ttl: 60.5,
        retry: 5000,
      };
      const bare: NewEvent = { topics: ['t'], data: '' };
      const [fullOffset, bareOffset] = await log.append([full, bare]);
      const { events } = await readAll(log);
      const time = (events[0]?.time ?? 0) + 1234;
      assertEqual(
        events.slice(1),
        [
          { ...full, offset: fullOffset, time },
          { ...bare, offset: bareOffset, time },
        ],
        'the events',
      );
      assertEqual(await log.find('order-42 🧾'), fullOffset, 'the offset of the id');
    },
  },
  {
    title: 'takes an event of 4 MiB, and a batch of 2,000',
    async run({ log }) {
      const large = anEvent('long '.repeat(800_000) + '🌊');
      const many = someEvents(2000);
      await Promise.all([log.append([large]), log.append(many)]);
      assertEqual(
        (await readAll(log)).events.map(({ data }) => data),
        dataOfNew([large, ...many]),
        'the events',
      );
    },
  },
];

function isGrowing(offsets: readonly number[]): boolean {
  return offsets.every((offset, index) => index === 0 || offset > (offsets[index - 1] ?? Infinity));
}

function dataOfNew(events: readonly NewEvent[]): string[] {
  return events.map(({ data }) => data);
}
