import { expect, test } from 'vitest';
import type { Order, Sample } from '../../../use-cases/dashboard/events.ts';
import { noHistory, soldPerMinute, withEvent } from '../../../use-cases/dashboard/history.ts';

/** A sample of a second, by which time `cents` were taken for as many orders as there are euros. */
function sampleAt(second: number, cents = 0): Sample {
  return {
    sequence: second,
    time: second * 1000,
    processor: second % 100,
    memory: { used: 1, total: 2 },
    requestsPerSecond: 3,
    visitors: 1,
    streams: 1,
    sales: { orders: cents / 100, cents },
  };
}

function orderAt(second: number, number: number): Order {
  const sales = { orders: number, cents: number * 320 };
  return { id: `order ${number}`, product: 'Flat white', quantity: 1, time: second * 1000, cents: 320, sales };
}

function historyOf(...samples: readonly Sample[]) {
  return samples.reduce((history, data) => withEvent(history, { type: 'sample', data }), noHistory);
}

test('the samples of the last ten minutes are kept, in their order', () => {
  const history = historyOf(...Array.from({ length: 700 }, (_, index) => sampleAt(index + 1)));
  expect(history.samples.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 600 }, (_, at) => at + 101));
});

test('samples of yesterday are gone with the first of today', () => {
  expect(historyOf(sampleAt(1), sampleAt(2), sampleAt(86_402)).samples).toEqual([sampleAt(86_402)]);
});

test('the newest orders come first, and the sales are those after the newest', () => {
  const orders = [1, 2, 3, 4, 5, 6].map((number) => orderAt(number, number));
  const history = orders.reduce((before, data) => withEvent(before, { type: 'order', data }), noHistory);
  expect(history.orders.map(({ id }) => id)).toEqual(['order 6', 'order 5', 'order 4', 'order 3', 'order 2']);
  expect(history.sales).toEqual({ orders: 6, cents: 1920 });
});

test('a sample that was taken before an order and comes after it takes no sale back', () => {
  const ordered = withEvent(noHistory, { type: 'order', data: orderAt(1, 4) });
  expect(withEvent(ordered, { type: 'sample', data: sampleAt(1, 300) }).sales).toEqual({ orders: 4, cents: 1280 });
});

test('where samples are counted from the start again, so are sales', () => {
  const history = historyOf(sampleAt(8, 800), sampleAt(9, 900), { ...sampleAt(10), sequence: 1 });
  expect(history).toEqual({ ...noHistory, samples: [{ ...sampleAt(10), sequence: 1 }] });
});

test('what was sold per minute is what the minute before a sample added', () => {
  const samples = [sampleAt(10, 500), sampleAt(20, 800), sampleAt(70, 900), sampleAt(80, 900), sampleAt(200, 1000)];
  const sold = soldPerMinute(samples);
  expect(samples.map((sample) => sold.get(sample))).toEqual([0, 300, 400, 100, 100]);
});
