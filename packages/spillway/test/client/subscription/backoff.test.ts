import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter, retryDelay } from '../../../src/client/backoff.ts';

test.each([
  { unreachableMs: 0, chance: 0.999, delayMs: 999 },
  { unreachableMs: 400, chance: 0.999, delayMs: 999 },
  { unreachableMs: 400, chance: 0, delayMs: 0 },
  { unreachableMs: 2000, chance: 0.5, delayMs: 1000 },
  { unreachableMs: 16_000, chance: 0.5, delayMs: 8000 },
  { unreachableMs: 30_000, chance: 0.5, delayMs: 15_000 },
  { unreachableMs: 86_400_000, chance: 0.5, delayMs: 15_000 },
])('$unreachableMs ms without a server, at chance $chance, wait $delayMs ms', ({ unreachableMs, chance, delayMs }) => {
  expect(retryDelay(unreachableMs, 1000, 30_000, 0, chance)).toBe(delayMs);
});

test('the jitter comes on top of what Retry-After asks for', () => {
  expect(retryDelay(0, 1000, 30_000, 5000, 0)).toBe(5000);
  expect(retryDelay(0, 1000, 30_000, 5000, 0.5)).toBe(5500);
});

test("a stream's own retry may be over the maximum, and is then the window", () => {
  expect(retryDelay(0, 60_000, 30_000, 0, 0.5)).toBe(30_000);
  expect(retryDelay(86_400_000, 60_000, 30_000, 0, 0.5)).toBe(30_000);
});

test('a retry of 0 does not make a tight loop', () => {
  expect([0, 50, 1000, 60_000].map((ms) => retryDelay(ms, 0, 30_000, 0, 0.5))).toEqual([50, 50, 500, 15_000]);
});

test('a wait lies within its window, which never shrinks while the server is unreachable', () => {
  const ms = fc.integer({ min: 0, max: 86_400_000 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(ms, ms, ms, ms, ms, chance, (unreachableMs, moreMs, minMs, maxMs, floorMs, drawn) => {
      const delayMs = retryDelay(unreachableMs, minMs, maxMs, floorMs, drawn);
      expect(delayMs).toBeGreaterThanOrEqual(floorMs);
      expect(delayMs).toBeLessThanOrEqual(floorMs + Math.max(minMs, maxMs));
      expect(retryDelay(unreachableMs + moreMs, minMs, maxMs, floorMs, drawn)).toBeGreaterThanOrEqual(delayMs);
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
