import { expect, test } from 'vitest';
import { emptyHistory, withPoint } from '../../comparison/feed/history.ts';
import { createRecords } from '../../comparison/feed/measurement.ts';

const silenceMs = (way: string) => (way === 'polling' ? 5_000 : 2_500);

test('the staleness of a silent way stands for as long as its silence is usual, then its line is interrupted', () => {
  const records = createRecords();
  const order = { number: 1, at: 990, order: 'A-1', amount: 5, currency: 'EUR' };
  records.events.take(order, 1_000);
  records.polling.take(order, 1_000);
  let history = emptyHistory;
  for (const now of [1_000, 2_000, 3_000, 4_000]) history = withPoint(history, now, records, {}, silenceMs);
  expect(history.staleness.events).toEqual([10, 10, 10, null]);
  expect(history.staleness.polling).toEqual([10, 10, 10, 10]);
  expect(history.staleness['web-socket']).toEqual([null, null, null, null]);
});
