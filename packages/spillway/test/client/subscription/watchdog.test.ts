import { expect, test } from 'vitest';
import { silenceLimit } from '../../../src/client/watchdog.ts';

test.each([
  ['heartbeat 15000', 30_000],
  ['heartbeat 100', 200],
  ['heartbeat', undefined],
  ['heartbeat soon', undefined],
  ['heartbeat 15000 ms', undefined],
  ['a heartbeat 15000', undefined],
  ['', undefined],
])('the comment "%s" allows a silence of %s ms', (comment, limitMs) => {
  expect(silenceLimit(comment)).toBe(limitMs);
});
