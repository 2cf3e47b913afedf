import { expect, test } from 'vitest';
import { createRecord } from '../../comparison/feed/record.ts';

/** Takes the events with these numbers: number n happens at 1000 n and arrives so many milliseconds later. */
function take(record: ReturnType<typeof createRecord>, numbers: readonly number[], tookMs = 10): void {
  for (const number of numbers) {
    record.take({ number, at: number * 1000, order: 'A', amount: 1, currency: 'EUR' }, number * 1000 + tookMs);
  }
}

test('what comes before the first event is not missed, holes after it are, and what comes again is doubled', () => {
  const record = createRecord();
  expect(record.summary()).toMatchObject({ received: 0, newest: 0, missed: 0, doubled: 0, p50: undefined });
  take(record, [7, 8, 10, 13, 13, 8]);
  expect(record.summary()).toMatchObject({ received: 4, newest: 13, missed: 3, doubled: 2 });
});

test('staleness is from when an event happened to when it came, the worst of each spell apart', () => {
  const record = createRecord();
  for (let number = 1; number <= 99; number++) take(record, [number], number);
  expect(record.summary()).toMatchObject({ p50: 50, p99: 99 });
  expect(record.worstSince()).toBe(99);
  expect(record.worstSince()).toBeUndefined();
  take(record, [100], 3);
  expect(record.worstSince()).toBe(3);
});

test('each incident has what was missed and doubled between it and the next one', () => {
  const record = createRecord();
  take(record, [1, 2, 4]);
  record.expect('cut');
  record.happened('cut', 5_500);
  // Made before the cut, come after it.
  take(record, [5]);
  expect(record.summary().after).toEqual({ cut: { missed: 0, doubled: 0, liveAgainMs: undefined } });
  take(record, [8, 8], 200);
  const cut = { missed: 2, doubled: 1, liveAgainMs: 2_700 };
  expect(record.summary().after).toEqual({ cut });
  record.expect('restart');
  take(record, [10]);
  expect(record.summary().after).toEqual({ cut });
  record.happened('restart', 10_000);
  expect(record.summary().after).toEqual({ cut, restart: { missed: 1, doubled: 0, liveAgainMs: 10 } });
  expect(record.summary()).toMatchObject({ missed: 4, doubled: 1 });
});
