import { expect, test } from 'vitest';
import { type Unit, formatQuantity } from '../../src/load/html/quantity.ts';

test.each<[value: number | null | undefined, unit: Unit, text: string]>([
  [0, 'count', '0'],
  [999, 'count', '999'],
  [1234, 'count', '1,234'],
  [9999, 'count', '9,999'],
  [12_345, 'count', '12.3 k'],
  [2_384_000, 'count', '2.38 M'],
  [3.5e9, 'count', '3.5 G'],
  [0.25, 'count', '0.25'],
  [1_234_567, 'whole', '1,234,567'],
  [0, 'milliseconds', '0 ms'],
  [0.42, 'milliseconds', '420 µs'],
  [1.234, 'milliseconds', '1.23 ms'],
  [1500, 'milliseconds', '1.5 s'],
  [0.4567, 'microseconds', '0.457 µs'],
  [1250, 'microseconds', '1.25 ms'],
  [0.42, 'seconds', '420 ms'],
  [75, 'seconds', '75 s'],
  [3_072, 'bytes', '3.07 kB'],
  [-3_072, 'bytes', '-3.07 kB'],
  [98_400_000, 'bytes', '98.4 MB'],
  [0.614, 'share', '61.4 %'],
  [0, 'share', '0 %'],
  [28.13, 'times', '28.1x'],
  [0.1834, 'times', '0.183x'],
  [null, 'count', '–'],
  [undefined, 'bytes', '–'],
  [Number.NaN, 'milliseconds', '–'],
  [Infinity, 'times', '–'],
])('%d as %s reads %s', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text);
});
