import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentIds } from '../../../src/client/recent-ids.ts';

test('an id is a double on a later connection, and not on its own', () => {
  const isDouble = createRecentIds(10);
  expect([isDouble('a', 1), isDouble('a', 1), isDouble('b', 1)]).toEqual([false, false, false]);
  expect([isDouble('a', 2), isDouble('b', 2), isDouble('c', 2), isDouble('c', 2)]).toEqual([true, true, false, false]);
});

test('the newest ids are known, and no more of them than the bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 100 }), (bound, count) => {
      const isDouble = createRecentIds(bound);
      for (let n = 0; n < count; n++) isDouble(`e1-${n}`, 1);
      for (let n = Math.max(0, count - bound); n < count; n++) expect(isDouble(`e1-${n}`, 2)).toBe(true);
      expect(isDouble(`e1-${count - bound - 1}`, 2)).toBe(false);
    }),
  );
});
