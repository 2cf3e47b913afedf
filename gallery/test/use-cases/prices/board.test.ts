import { expect, test } from 'vitest';
import { changeOf, createBoard } from '../../../use-cases/prices/board.ts';
import type { Tick } from '../../../use-cases/prices/tick.ts';

function tick(sequence: number, symbol = 'ABC', price = 100): Tick {
  return { symbol, price, open: 100, sequence, time: sequence * 1000 };
}

/** Takes ticks of a market of three shares, each written as its sequence, and says what is counted then. */
function counted(...sequences: readonly number[]) {
  const board = createBoard(3);
  for (const sequence of sequences) board.take(tick(sequence, `S${sequence % 3}`));
  const { published, delivered, conflated } = board;
  return { published, delivered, conflated };
}

test('what was published counts from the first tick that came', () => {
  expect(counted()).toEqual({ published: 0, delivered: 0, conflated: 0 });
  expect(counted(11)).toEqual({ published: 1, delivered: 1, conflated: 0 });
  expect(counted(11, 12, 13, 14, 15)).toEqual({ published: 5, delivered: 5, conflated: 0 });
});

test('conflated is what a newer tick of the same share has overtaken', () => {
  expect(counted(11, 12, 13, 17)).toEqual({ published: 7, delivered: 4, conflated: 1 });
  // Also before the first of a share: 12 and 13 were overtaken by 15 and 16.
  expect(counted(11, 14, 15, 16)).toEqual({ published: 6, delivered: 4, conflated: 2 });
});

test('what is neither delivered nor conflated waits, one of each share at most', () => {
  // A tab that conflates for itself hands out the newest of each share in any order: 19 and 20 are yet to come.
  expect(counted(11, 12, 13, 21)).toEqual({ published: 11, delivered: 4, conflated: 5 });
  expect(counted(11, 12, 13, 21, 19)).toEqual({ published: 11, delivered: 5, conflated: 5 });
  expect(counted(11, 12, 13, 21, 19, 20)).toEqual({ published: 11, delivered: 6, conflated: 5 });
  // Nothing of the third share has come yet.
  expect(counted(11, 19, 21)).toEqual({ published: 11, delivered: 3, conflated: 7 });
});

test('a board that begins anew counts anew, and keeps its prices', () => {
  const board = createBoard(1);
  for (const sequence of [1, 4]) board.take(tick(sequence));
  expect([board.published, board.delivered, board.conflated]).toEqual([4, 2, 2]);
  board.begin();
  expect([board.published, board.delivered, board.conflated]).toEqual([0, 0, 0]);
  for (const sequence of [4, 5]) board.take(tick(sequence));
  expect([board.published, board.delivered, board.conflated]).toEqual([2, 2, 0]);
  expect(board.quotes.get('ABC')?.times).toEqual([1, 4, 5]);
});

test('the newest price of each share stands there, with those before it', () => {
  const board = createBoard(1);
  for (const each of [tick(1, 'ABC', 99), tick(2, 'XYZ', 5), tick(3, 'ABC', 98)]) board.take(each);
  expect(board.quotes.get('ABC')).toEqual({ ...tick(3, 'ABC', 98), times: [1, 3], prices: [99, 98] });
  expect(board.quotes.get('XYZ')?.prices).toEqual([5]);
});

test('a share keeps the prices of a minute, and no more than two', () => {
  const board = createBoard(1);
  for (let sequence = 1; sequence <= 1500; sequence += 1) {
    board.take(tick(sequence));
    const kept = board.quotes.get('ABC')?.times ?? [];
    expect(kept.length).toBeLessThanOrEqual(480);
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(sequence, 240));
  }
});

test('what has changed is told once', () => {
  const board = createBoard(1);
  for (const each of [tick(1, 'ABC'), tick(2, 'XYZ'), tick(3, 'ABC')]) board.take(each);
  expect(Array.from(board.takeChanged(), ({ sequence }) => sequence)).toEqual([3, 2]);
  expect([...board.takeChanged()]).toEqual([]);
});

test('ages are those of the newest and the oldest price', () => {
  const board = createBoard(1);
  for (const each of [tick(1, 'ABC'), tick(4, 'XYZ')]) board.take(each);
  expect(board.ages(6000)).toEqual({ newest: 2000, oldest: 5000 });
});

test('a change is a part of what the day began with', () => {
  expect(changeOf({ price: 110, open: 100 })).toBeCloseTo(0.1);
  expect(changeOf({ price: 90, open: 100 })).toBeCloseTo(-0.1);
});
