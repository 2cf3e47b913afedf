import { expect, test } from 'vitest';
import { silenceLimit } from '../../../src/client/watchdog.ts';

test.each([
  ['heartbeat 15000', 30_000],
  ['heartbeat 100', 200],
  ['heartbeat', NaN],
  ['heartbeat soon', NaN],
  ['heartbeat 15000 ms', NaN],
  ['a heartbeat 15000', NaN],
  ['', NaN],
])('the comment "%s" allows a silence of %s ms', (comment, limitMs) => {
  expect(silenceLimit(comment)).toBe(limitMs);
});
