import { assert, assertEqual } from '../assert.ts';
import { anEvent, dataOf, everything, offsetsOf, readAll, someEvents, type LogCase } from './log-case.ts';

export const reading: readonly LogCase[] = [
  {
    title: 'reads what follows an offset',
    async run({ log }) {
      const offsets = await log.append(someEvents(5, ''));
      for (const [index, offset] of offsets.entries()) {
        const page = await readAll(log, offset);
        assertEqual(dataOf(page.events), ['0', '1', '2', '3', '4'].slice(index + 1), `the events after ${offset}`);
        assertEqual(page.through, offsets.at(-1), 'how far the page reaches');
      }
    },
  },
  {
    title: 'reads nothing after its end, and says it reached as far as was asked',
    async run({ log }) {
      await log.append(someEvents(2));
      const { events, through, last } = await readAll(log, 1000);
      assertEqual({ events, through, last }, { events: [], through: 1000, last: 2 }, 'the page');
    },
  },
  {
    title: 'reads at most so many events, and goes on from `through`',
    async run({ log }) {
      await log.append(someEvents(10));
      const read: string[] = [];
      let after = 0;
      for (let pages = 1; ; pages++) {
        const page = await log.read(after, { ...everything, events: 3 });
        assert(page.events.length <= 3, 'the page has at most 3 events');
        read.push(...dataOf(page.events));
        after = page.through;
        if (after === page.last) break;
        assert(pages < 10, 'the pages come to an end');
      }
      assertEqual(read, dataOf((await readAll(log)).events), 'the events of all pages');
    },
  },
  {
    title: 'says with its last page, also with a full one, that there is no more',
    async run({ log }) {
      const offsets = await log.append(someEvents(6));
      const page = await log.read(offsets[2] ?? 0, { ...everything, events: 3 });
      assertEqual(offsetsOf(page.events), offsets.slice(3), 'the offsets');
      assertEqual(page.through, page.last, 'how far the page reaches');
    },
  },
  {
    title: 'stops once the bytes are reached, but reads one event at least',
    async run({ log }) {
      const offsets = await log.append(Array.from({ length: 8 }, () => anEvent('x'.repeat(10_000))));
      const one = await log.read(0, { ...everything, bytes: 1 });
      assertEqual(offsetsOf(one.events), offsets.slice(0, 1), 'the offsets for 1 byte');
      const { events } = await log.read(0, { ...everything, bytes: 35_000 });
      assert(events.length >= 3 && events.length <= 5, `${events.length} events of 10,000 bytes stand for 35,000`);
    },
  },
  {
    title: 'reads the same while it is appended to',
    async run({ log }) {
      const appends: Promise<unknown>[] = [];
      const read: number[] = [];
      let after = 0;
      for (let round = 0; round < 50; round++) {
        appends.push(log.append(someEvents(3)));
        const page = await log.read(after, { ...everything, events: 4 });
        read.push(...offsetsOf(page.events));
        after = page.through;
      }
      await Promise.all(appends);
      read.push(...offsetsOf((await readAll(log, after)).events));
      assertEqual(read, offsetsOf((await readAll(log)).events), 'the offsets that were read on the way');
    },
  },
];
