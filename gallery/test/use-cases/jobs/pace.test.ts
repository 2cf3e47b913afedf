import { expect, test } from 'vitest';
import { createPace } from '../../../use-cases/jobs/pace.ts';

test('what goes on evenly has its rate and its time left; at first neither is known', () => {
  let now = 0;
  const pace = createPace(() => now);
  now = 500;
  pace.reach(0.05);
  expect([pace.perSecond(), pace.secondsLeft()]).toEqual([null, null]);
  now = 2000;
  pace.reach(0.2);
  expect(pace.perSecond()).toBeCloseTo(0.1);
  expect(pace.secondsLeft()).toBeCloseTo(8);
});

test('only the last seconds count', () => {
  let now = 0;
  const pace = createPace(() => now);
  for (now = 1000; now <= 60_000; now += 1000) pace.reach(now / 600_000);
  for (; now <= 80_000; now += 1000) pace.reach(0.1 + (now - 60_000) / 60_000);
  expect(pace.perSecond()).toBeCloseTo(1 / 60);
});

test('what stands still has no time left that could be said', () => {
  let now = 0;
  const pace = createPace(() => now);
  for (; now <= 20_000; now += 500) pace.reach(0.5);
  expect([pace.perSecond(), pace.secondsLeft()]).toEqual([null, null]);
});
