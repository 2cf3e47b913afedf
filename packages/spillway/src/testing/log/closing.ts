import { SpillwayError } from '../../error.ts';
import { assert, assertEqual, assertRejects } from '../assert.ts';
import { anEvent, dataOf, everything, someEvents, type LogCase } from './log-case.ts';

export const closing: readonly LogCase[] = [
  {
    title: 'finishes what it accepted before it closes',
    async run({ log }) {
      const tailed: string[] = [];
      log.tail((events) => tailed.push(...dataOf(events)));
      const appends = Array.from({ length: 20 }, (_, index) => log.append(someEvents(2, `${index}/`)));
      const reads = Array.from({ length: 20 }, () => log.read(0, everything));
      await log.close();
      assertEqual((await Promise.all(appends)).flat().length, 40, 'how many events were appended');
      assertEqual(tailed.length, 40, 'how many events were tailed');
      assertEqual((await Promise.all(reads)).length, 20, 'how many pages were read');
    },
  },
  {
    title: 'rejects every call after it was closed, and may be closed again',
    async run({ log }) {
      await log.close();
      await log.close();
      await assertRejects(log.append([anEvent('late')]), 'closed', 'append');
      await assertRejects(log.append([]), 'closed', 'append of an empty batch');
      await assertRejects(log.read(0, everything), 'closed', 'read');
      await assertRejects(log.bounds(), 'closed', 'bounds');
      await assertRejects(log.find('x'), 'closed', 'find');
      await assertRejects(log.trim(1), 'closed', 'trim');
      let thrown: unknown;
      try {
        log.tail(() => {});
      } catch (error) {
        thrown = error;
      }
      assert(thrown instanceof SpillwayError && thrown.code === 'closed', 'tail throws a SpillwayError `closed`');
    },
  },
];
