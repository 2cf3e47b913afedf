import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram } from '../../src/load/histogram.ts';

function record(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** From a microsecond to an hour, as likely short as long. */
const duration = fc
  .double({ min: 0, max: Math.log(3_600_000_000), noNaN: true })
  .map((log) => Math.floor(Math.exp(log)));

describe('a histogram', () => {
  test('tells quantiles with three significant digits, in milliseconds', () => {
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 500 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const { count, max, mean, ...quantiles } = record(values).distribution();
        expect(count).toBe(values.length);
        expect(max).toBe(Math.max(...values) / 1000);
        expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length / 1000, 2);
        for (const [name, share] of Object.entries({ p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 })) {
          const exact = sorted[Math.ceil(values.length * share) - 1] ?? 0;
          const told = quantiles[name as keyof typeof quantiles] * 1000;
          expect(told).toBeGreaterThanOrEqual(exact - 1e-6);
          expect(told).toBeLessThanOrEqual(exact * 1.001 + 1e-6);
        }
      }),
    );
  });

  test('counts what lies outside its bounds as the bound', () => {
    expect(record([-5]).distribution()).toMatchObject({ count: 1, p50: 0, max: 0 });
    expect(record([1e12]).distribution()).toMatchObject({ count: 1, p50: 3_600_000, max: 3_600_000 });
  });

  test('of nothing tells zeros', () => {
    expect(new Histogram().distribution()).toEqual({ count: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0, mean: 0 });
  });

  test('put together from parts equals one that saw everything', () => {
    fc.assert(
      fc.property(fc.array(duration), fc.array(duration), (first, second) => {
        const together = new Histogram();
        const part = record(first);
        together.add(part.take());
        for (const value of second) part.record(value);
        together.add(part.take());
        expect(part.distribution().count).toBe(0);
        expect(together.distribution()).toEqual(record([...first, ...second]).distribution());
      }),
    );
  });
});
