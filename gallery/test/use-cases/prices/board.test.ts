import { expect, test } from 'vitest';
import { changeOf, createBoard } from '../../../use-cases/prices/board.ts';
import type { Tick } from '../../../use-cases/prices/tick.ts';

function tick(sequence: number, symbol = 'ABC', price = 100): Tick {
  return { symbol, price, open: 100, sequence, time: sequence * 1000 };
}

test('what was published counts from the first tick that came, and is more than was delivered where some were conflated', () => {
  const board = createBoard();
  expect([board.published, board.delivered]).toEqual([0, 0]);
  for (const sequence of [11, 12, 20]) board.take(tick(sequence));
  expect([board.published, board.delivered]).toEqual([10, 3]);
});

test('a board that begins anew counts anew, and keeps its prices', () => {
  const board = createBoard();
  board.take(tick(1));
  board.begin();
  expect([board.published, board.delivered]).toEqual([0, 0]);
  for (const sequence of [1, 2]) board.take(tick(sequence));
  expect([board.published, board.delivered]).toEqual([2, 2]);
  expect(board.quotes.get('ABC')?.times).toEqual([1, 2]);
});

test('the newest price of each share stands there, with those before it', () => {
  const board = createBoard();
  for (const each of [tick(1, 'ABC', 99), tick(2, 'XYZ', 5), tick(3, 'ABC', 98)]) board.take(each);
  expect(board.quotes.get('ABC')).toEqual({ ...tick(3, 'ABC', 98), times: [1, 3], prices: [99, 98] });
  expect(board.quotes.get('XYZ')?.prices).toEqual([5]);
});

test('a share keeps the prices of a minute, and no more than two', () => {
  const board = createBoard();
  for (let sequence = 1; sequence <= 1500; sequence += 1) {
    board.take(tick(sequence));
    const kept = board.quotes.get('ABC')?.times ?? [];
    expect(kept.length).toBeLessThanOrEqual(480);
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(sequence, 240));
  }
});

test('what has changed is told once', () => {
  const board = createBoard();
  for (const each of [tick(1, 'ABC'), tick(2, 'XYZ'), tick(3, 'ABC')]) board.take(each);
  expect(Array.from(board.takeChanged(), ({ sequence }) => sequence)).toEqual([3, 2]);
  expect([...board.takeChanged()]).toEqual([]);
});

test('ages are those of the newest and the oldest price', () => {
  const board = createBoard();
  for (const each of [tick(1, 'ABC'), tick(4, 'XYZ')]) board.take(each);
  expect(board.ages(6000)).toEqual({ newest: 2000, oldest: 5000 });
});

test('a change is a part of what the day began with', () => {
  expect(changeOf({ price: 110, open: 100 })).toBeCloseTo(0.1);
  expect(changeOf({ price: 90, open: 100 })).toBeCloseTo(-0.1);
});
