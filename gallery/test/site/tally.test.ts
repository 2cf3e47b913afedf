import { expect, test } from 'vitest';
import { count, nothingYet } from '../../site/home/tally.ts';

test.for([
  { numbers: [1, 2, 3], received: 3, missing: 0, doubled: 0 },
  { numbers: [1, 3, 6], received: 3, missing: 3, doubled: 0 },
  { numbers: [1, 2, 2, 1], received: 4, missing: 0, doubled: 2 },
  { numbers: [2], received: 1, missing: 1, doubled: 0 },
  { numbers: [], received: 0, missing: 0, doubled: 0 },
])('of $numbers, $missing are missing and $doubled doubled', ({ numbers, received, missing, doubled }) => {
  expect(numbers.reduce(count, nothingYet)).toMatchObject({ received, missing, doubled });
});
