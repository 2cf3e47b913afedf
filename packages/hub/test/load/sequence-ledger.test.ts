import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Published, SequenceLedger, type SequenceRange } from '../../src/load/sequence-ledger.ts';

/** One publisher that sent so many events for one topic, and had all but some acknowledged. */
function published(sent: number, excused: readonly SequenceRange[] = []): Published {
  return {
    topics: 1,
    publishers: 1,
    sent: Int32Array.of(sent),
    acknowledged: Int32Array.of(sent),
    excused: new Map([[0, excused]]),
  };
}

function arrive(sequences: readonly number[]) {
  const faults = { doubled: 0, 'out-of-order': 0 };
  const ledger = new SequenceLedger(1, 1, (_subscriber, fault) => faults[fault]++);
  for (const sequence of sequences) ledger.arrive(0, 0, sequence);
  return { faults, ledger, missing: (of: Published) => ledger.missing(0, 0, of) };
}

describe('a subscriber', () => {
  test.each<[string, number[], { missing: number; doubled: number; 'out-of-order': number }]>([
    ['that got all in order has no faults', [1, 2, 3, 4], { missing: 0, doubled: 0, 'out-of-order': 0 }],
    ['that lacks one in the middle misses it', [1, 3, 4], { missing: 1, doubled: 0, 'out-of-order': 0 }],
    ['that lacks the last ones misses them', [1, 2], { missing: 2, doubled: 0, 'out-of-order': 0 }],
    ['that got nothing misses everything', [], { missing: 4, doubled: 0, 'out-of-order': 0 }],
    ['that got one twice got it doubled', [1, 2, 2, 3, 4], { missing: 0, doubled: 1, 'out-of-order': 0 }],
    ['that got one late got it out of order', [1, 3, 2, 4], { missing: 0, doubled: 0, 'out-of-order': 1 }],
    ['that got one late, and twice', [2, 1, 1, 3, 4], { missing: 0, doubled: 1, 'out-of-order': 1 }],
    ['that got some late, from the end on', [4, 3, 2, 1], { missing: 0, doubled: 0, 'out-of-order': 3 }],
  ])('%s', (_title, sequences, expected) => {
    const { faults, missing } = arrive(sequences);
    expect({ missing: missing(published(4)), ...faults }).toEqual(expected);
  });

  test('misses, of all that was sent, what never came, in whatever order the rest came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (sequences) => {
        const { faults, missing } = arrive(sequences);
        const different = new Set(sequences);
        expect(missing(published(30))).toBe(30 - different.size);
        expect(faults.doubled).toBe(sequences.length - different.size);
      }),
    );
  });

  test('does not miss what the server had refused, and may get it', () => {
    const refused = published(6, [
      { first: 2, last: 3 },
      { first: 6, last: 6 },
    ]);
    expect(arrive([1, 4, 5]).missing(refused)).toBe(0);
    expect(arrive([1, 2, 4, 5, 6]).missing(refused)).toBe(0);
    expect(arrive([1]).missing(refused)).toBe(2);
  });

  test('is sent again what was taken back, and that is no double', () => {
    const { ledger, faults, missing } = arrive([1, 2, 3]);
    ledger.forget(0, 0, 3);
    expect(missing(published(3))).toBe(1);
    ledger.arrive(0, 0, 3);
    ledger.forget(0, 0, 4);
    ledger.arrive(0, 0, 4);
    expect({ missing: missing(published(4)), ...faults }).toEqual({ missing: 0, doubled: 0, 'out-of-order': 0 });
  });
});

test('each publisher counts by itself, for each topic', () => {
  const ledger = new SequenceLedger(2, 2, () => expect.unreachable());
  const sent: Published = {
    topics: 2,
    publishers: 2,
    // Publisher 0 sent two events for topic 0, publisher 1 one for each.
    sent: Int32Array.of(2, 0, 1, 1),
    acknowledged: Int32Array.of(1, 0, 1, 1),
    excused: new Map(),
  };
  ledger.arrive(0, 1, 1);
  ledger.arrive(0, 0, 1);
  ledger.arrive(1, 1, 1);
  expect([ledger.missing(0, 0, sent), ledger.missing(1, 1, sent)]).toEqual([1, 0]);
  expect([ledger.hasReached(0, 0, sent), ledger.hasReached(1, 0, sent)]).toEqual([true, false]);
});
