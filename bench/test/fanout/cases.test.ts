import { expect, test } from 'vitest';
import { cases, withDurations } from '../../fanout/cases.ts';
import { contendersOf } from '../../fanout/judgement.ts';

test.each(cases)('the contenders of $name differ by name, and its targets are about them alone', (one) => {
  const names = one.contenders.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(one.targets.flatMap(contendersOf)));
});

test.each(cases.filter(({ figures }) => figures.includes('bytesPerSubscriber')))(
  '$name, which shows memory per subscriber, lets it settle before',
  ({ plan }) => expect(withDurations(plan, false).idleSeconds).toBeGreaterThanOrEqual(3),
);
