import { describe, expect, test } from 'vitest';
import { type Schedule, createFixedRate, createSaturation } from '../../src/load/schedule.ts';

const second = 1_000_000;

/** Takes all that is due now. */
function takeDue(schedule: Schedule, now: number): number[] {
  const due: number[] = [];
  while (schedule.nextAt(now) <= now) due.push(schedule.take(now));
  return due;
}

describe('at a fixed rate', () => {
  test('each post has its own due time, however late it is sent', () => {
    const schedule = createFixedRate({ fromMicros: 100, toMicros: second }, 250);
    expect(takeDue(schedule, 99)).toEqual([]);
    expect(takeDue(schedule, 100)).toEqual([100]);
    expect(takeDue(schedule, 1000)).toEqual([350, 600, 850]);
    expect(schedule.nextAt(1000)).toBe(1100);
  });

  test('nothing is due from the end on, and what was due before still is', () => {
    const schedule = createFixedRate({ fromMicros: 0, toMicros: second }, 1000);
    expect(takeDue(schedule, 5 * second)).toHaveLength(1000);
    expect(schedule.nextAt(5 * second)).toBe(Infinity);
    const ended = createFixedRate({ fromMicros: 0, toMicros: second }, 1000);
    ended.endAt(10_000);
    expect(takeDue(ended, second)).toHaveLength(10);
  });

  test('what has waited for 10 seconds is given up, and counted', () => {
    const schedule = createFixedRate({ fromMicros: 0, toMicros: 60 * second }, 1000);
    const due = takeDue(schedule, 12 * second);
    expect(due.at(0)).toBe(2 * second);
    expect(due).toHaveLength(10_001);
    expect(schedule.abandoned).toBe(2000);
    takeDue(schedule, 100 * second);
    expect(schedule.abandoned).toBe(2000 + 47_999);
  });
});

test('at saturation a post is due when it is sent, until the end', () => {
  const schedule = createSaturation({ fromMicros: 100, toMicros: 200 });
  expect(schedule.nextAt(0)).toBe(100);
  expect([schedule.take(150), schedule.take(199)]).toEqual([150, 199]);
  expect(schedule.nextAt(200)).toBe(Infinity);
});
