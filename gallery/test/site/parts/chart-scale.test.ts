import { expect, test } from 'vitest';
import { type ScaleOptions, scaleOf } from '../../../site/parts/chart-scale.ts';
import { inBytes, inPercent } from '../../../site/parts/units.ts';
import { duration } from '../../../comparison/duration.ts';
import { euros, count, rate } from '../../../use-cases/dashboard/format.ts';
import { asPrice } from '../../../use-cases/prices/format.ts';

const gigabyte = 1e9;
const options = { unit: asPrice, mostTicks: 6, from: 'values' } satisfies ScaleOptions;

test('a scale from the values shows how memory varies when all values lie close together', () => {
  const { low, high, ticks } = scaleOf(2.21 * gigabyte, 2.35 * gigabyte, { ...options, unit: inBytes });
  expect(low).toBeGreaterThan(2.1 * gigabyte);
  expect(high).toBeLessThan(2.5 * gigabyte);
  expect(ticks.map(inBytes)).toEqual(['2.15 GB', '2.20 GB', '2.25 GB', '2.30 GB', '2.35 GB', '2.40 GB']);
});

test('a scale from the values starts at 0 when the lowest value is less than half of the highest', () => {
  expect(scaleOf(1, 10, options).low).toBe(0);
});

test('a scale that would repeat a label takes larger steps instead', () => {
  const { ticks } = scaleOf(17.012, 17.041, { ...options, mostTicks: 9 });
  expect(ticks.map(asPrice)).toEqual(['17.00', '17.01', '17.02', '17.03', '17.04', '17.05']);
});

test('a scale of counts has no labels between whole numbers', () => {
  const { ticks } = scaleOf(0, 2, { unit: count, mostTicks: 6, from: 'zero' });
  expect(ticks).toEqual([0, 1, 2]);
});

test('a fixed top of a scale stays, whatever the values are', () => {
  const { low, high, ticks } = scaleOf(0.3, 0.4, { unit: inPercent, mostTicks: 6, from: 'zero', max: 1 });
  expect([low, high]).toEqual([0, 1]);
  expect(ticks.map((tick) => inPercent(tick))).toEqual(['0 %', '20 %', '40 %', '60 %', '80 %', '100 %']);
});

test('a line of one constant value has a scale with two labels or more around it', () => {
  for (const value of [17.02, 0.0001, 1, 12345.678]) {
    const { low, high, ticks } = scaleOf(value, value, options);
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
  }
});

test('values below and above 0 have a scale, however little room there is', () => {
  expect(scaleOf(-1, 1, { ...options, mostTicks: 3 }).ticks).toEqual([-1, 0, 1]);
});

test('a unit that writes all values alike still ends with a scale', () => {
  expect(scaleOf(0, 1, { ...options, unit: () => 'some' }).ticks.length).toBeGreaterThanOrEqual(2);
});

test.for([
  ['prices', asPrice],
  ['bytes', inBytes],
  ['euros', euros],
  ['rates', rate],
  ['counts', count],
  ['shares of one', (value: number) => inPercent(value)],
  ['durations', duration],
] as const)('on no scale of %s do labels repeat, or outnumber the room, or leave a value out', ([, unit]) => {
  const ends = [0, 0.001, 0.004, 0.3, 1, 1.004, 9.5, 17.012, 17.041, 999, 1001, 49_999, 2.21e9, 2.22e9, 7e12];
  for (const from of ['zero', 'values'] as const) {
    for (const mostTicks of [3, 4, 6, 8]) {
      for (const lowest of ends) {
        for (const highest of ends.filter((end) => end >= lowest)) {
          const { low, high, ticks } = scaleOf(lowest, highest, { unit, mostTicks, from });
          const labels = ticks.map((tick) => unit(tick));
          expect(new Set(labels).size, labels.join(' ')).toBe(labels.length);
          expect(labels.length).toBeGreaterThanOrEqual(2);
          expect(labels.length).toBeLessThanOrEqual(mostTicks);
          expect(low).toBeLessThanOrEqual(lowest);
          expect(high).toBeGreaterThanOrEqual(highest);
        }
      }
    }
  }
});
