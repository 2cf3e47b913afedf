import { expect, test } from 'vitest';
import { isolated, withGaps } from '../../../site/parts/chart-series.ts';

test('samples more than 2.5 intervals apart interrupt every line', () => {
  const series = {
    times: [1, 2, 4.5, 60],
    values: [
      [10, 20, 30, 40],
      [1, null, 1, 1],
    ],
  };
  expect(withGaps(series, 1)).toEqual({
    times: [1, 2, 4.5, 5.5, 60],
    values: [
      [10, 20, 30, null, 40],
      [1, null, 1, null, 1],
    ],
  });
});

test('a late sample does not interrupt a line', () => {
  const series = { times: [0, 10, 35], values: [[1, 2, 3]] };
  expect(withGaps(series, 10)).toEqual(series);
});

test('a value with a gap on both sides is isolated', () => {
  expect(isolated([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(isolated([1])).toEqual([0]);
  expect(isolated([])).toEqual([]);
});
