import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter, retryDelay } from '../../../src/client/backoff.ts';

test.each([
  { failures: 0, chance: 0.999, delayMs: 999 },
  { failures: 1, chance: 0.999, delayMs: 999 },
  { failures: 1, chance: 0, delayMs: 0 },
  { failures: 2, chance: 0.5, delayMs: 1000 },
  { failures: 5, chance: 0.5, delayMs: 8000 },
  { failures: 6, chance: 0.5, delayMs: 15_000 },
  { failures: 5000, chance: 0.5, delayMs: 15_000 },
])('after $failures failures, at chance $chance, of 1 to 30 s: $delayMs ms', ({ failures, chance, delayMs }) => {
  expect(retryDelay(failures, 1000, 30_000, 0, chance)).toBe(delayMs);
});

test('the jitter comes on top of what Retry-After asks for', () => {
  expect(retryDelay(1, 1000, 30_000, 5000, 0)).toBe(5000);
  expect(retryDelay(1, 1000, 30_000, 5000, 0.5)).toBe(5500);
});

test("a stream's own retry may be over the cap, and is then the window", () => {
  expect(retryDelay(1, 60_000, 30_000, 0, 0.5)).toBe(30_000);
  expect(retryDelay(9, 60_000, 30_000, 0, 0.5)).toBe(30_000);
});

test('a stream whose retry is 0 is opened again at once, but fails with growing waits', () => {
  expect([1, 5, 11, 5000].map((failures) => retryDelay(failures, 0, 30_000, 0, 0.5))).toEqual([0, 8, 512, 15_000]);
});

test('a wait lies within its window, which never shrinks with more failures', () => {
  const ms = fc.integer({ min: 0, max: 86_400_000 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2000), ms, ms, ms, chance, (failures, minMs, maxMs, floorMs, drawn) => {
      const delayMs = retryDelay(failures, minMs, maxMs, floorMs, drawn);
      expect(delayMs).toBeGreaterThanOrEqual(floorMs);
      expect(delayMs).toBeLessThanOrEqual(floorMs + Math.max(minMs, maxMs, 1));
      expect(retryDelay(failures + 1, minMs, maxMs, floorMs, drawn)).toBeGreaterThanOrEqual(delayMs);
    }),
  );
});

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each([
  { value: null, waitMs: 0 },
  { value: '', waitMs: 0 },
  { value: '0', waitMs: 0 },
  { value: '120', waitMs: 120_000 },
  { value: '-5', waitMs: 0 },
  { value: 'soon', waitMs: 0 },
  { value: 'Thu, 01 Jan 2026 12:00:30 GMT', waitMs: 30_000 },
  { value: 'Thu, 01 Jan 2026 11:59:59 GMT', waitMs: 0 },
])('Retry-After: $value means $waitMs ms', ({ value, waitMs }) => {
  expect(parseRetryAfter(value, now)).toBe(waitMs);
});

test('whatever Retry-After says, the wait is a number of milliseconds from 0', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(parseRetryAfter(value, now)).toBeGreaterThanOrEqual(0);
    }),
  );
});
