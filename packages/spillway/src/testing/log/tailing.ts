import type { LoggedEvent, Offset } from '../../event.ts';
import { assert, assertEqual, until } from '../assert.ts';
import { anEvent, dataOf, readAll, someEvents, type LogCase } from './log-case.ts';

export const tailing: readonly LogCase[] = [
  {
    title: 'calls those who tail with every event that is appended from then on, once, in order',
    async run({ log }) {
      await log.append([anEvent('before')]);
      const tailed: LoggedEvent[] = [];
      log.tail((events) => tailed.push(...events));
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => log.append(someEvents(1 + (index % 3), `${index}/`))),
      );
      await log.append([anEvent('the end')]);
      await until(() => tailed.at(-1)?.data === 'the end', 'the last event is tailed');
      assertEqual(tailed, (await readAll(log, 1)).events, 'the events that were tailed');
    },
  },
  {
    title: 'does not call them again for an id that it holds',
    async run({ log }) {
      const tailed: LoggedEvent[] = [];
      log.tail((events) => tailed.push(...events));
      await log.append([anEvent('a', { id: 'x' })]);
      await log.append([anEvent('b', { id: 'x' })]);
      await log.append([anEvent('c', { id: 'x' }), anEvent('d'), anEvent('e', { id: 'x' })]);
      await until(() => tailed.at(-1)?.data === 'd', 'the last event is tailed');
      assertEqual(dataOf(tailed), ['a', 'd'], 'the events that were tailed');
    },
  },
  {
    title: 'calls them only when the events can be read',
    async run({ log }) {
      const seen: { offset: Offset; last: Promise<Offset> }[] = [];
      log.tail((events) => {
        for (const { offset } of events) seen.push({ offset, last: log.bounds().then((bounds) => bounds.last) });
      });
      await Promise.all(Array.from({ length: 20 }, () => log.append(someEvents(2))));
      await until(() => seen.length === 40, 'all events are tailed');
      for (const { offset, last } of seen) assert((await last) >= offset, `the log ends after ${offset}`);
    },
  },
  {
    title: 'calls several, also the same one twice, and none after it ended',
    async run({ log }) {
      const calls: string[] = [];
      const twice = (events: readonly LoggedEvent[]): void => {
        calls.push(...dataOf(events));
      };
      const ends = [log.tail(twice), log.tail(twice)];
      await log.append([anEvent('a')]);
      await until(() => calls.length === 2, 'both are called');
      ends[0]?.();
      await log.append([anEvent('b')]);
      await until(() => calls.length === 3, 'the other is called');
      ends[1]?.();
      let ended = false;
      log.tail(() => {
        ended = true;
      });
      await log.append([anEvent('c')]);
      await until(() => ended, 'the third is called');
      assertEqual(calls, ['a', 'a', 'b'], 'the calls');
    },
  },
  {
    title: 'keeps the order for all who tail when one of them appends',
    async run({ log }) {
      const tailed: string[] = [];
      log.tail((events) => {
        if (events.some(({ data }) => data === 'question')) void log.append([anEvent('answer')]);
      });
      log.tail((events) => tailed.push(...dataOf(events)));
      await log.append([anEvent('question')]);
      await until(() => tailed.length === 2, 'both events are tailed');
      assertEqual(tailed, ['question', 'answer'], 'the events that the second tailed');
    },
  },
  {
    title: 'calls those who tail also with events that are trimmed or expired at once',
    retention: { events: 2 },
    async run({ log }) {
      const tailed: string[] = [];
      log.tail((events) => tailed.push(...dataOf(events)));
      await log.append([...someEvents(4, ''), anEvent('brief', { ttl: 0 })]);
      await until(() => tailed.length === 5, 'all events are tailed');
      assertEqual(tailed, ['0', '1', '2', '3', 'brief'], 'the events that were tailed');
      assertEqual(dataOf((await readAll(log)).events), ['3'], 'the events that are kept');
    },
  },
];
