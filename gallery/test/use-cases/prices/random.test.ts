import { expect, test } from 'vitest';
import { createChance } from '../../../use-cases/prices/random.ts';

const count = 100_000;

function momentsOf(draw: (place: number) => number) {
  const drawn = Array.from({ length: count }, (_, place) => draw(place));
  const mean = drawn.reduce((sum, value) => sum + value, 0) / count;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  return { drawn, mean, variance };
}

// The seeds are fixed, so what holds today holds tomorrow: the bounds are four standard errors wide.
test.each([0, 1, 2, 77, 2 ** 31])('what seed %i draws is evenly and normally distributed', (seed) => {
  const chance = createChance(seed);
  const even = momentsOf(chance.uniform);
  expect(Math.abs(even.mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
  expect(Math.abs(even.variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count));
  expect(even.drawn.filter((value) => value <= 0 || value >= 1)).toEqual([]);

  const normal = momentsOf(chance.normal);
  expect(Math.abs(normal.mean)).toBeLessThan(4 * Math.sqrt(1 / count));
  expect(Math.abs(normal.variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  const within = normal.drawn.filter((value) => Math.abs(value) < 1).length / count;
  expect(Math.abs(within - 0.6827)).toBeLessThan(4 * Math.sqrt((0.6827 * 0.3173) / count));
  // One draw says nothing of the next.
  const together = normal.drawn.reduce((sum, value, place) => sum + value * (normal.drawn[place + 1] ?? 0), 0) / count;
  expect(Math.abs(together)).toBeLessThan(4 * Math.sqrt(1 / count));
});

test('a seed draws the same at the same place, and another seed something else', () => {
  const places = [0, 1, 2, 1_000_000, 2 ** 31, 3];
  const drawnBy = (seed: number) => places.map(createChance(seed).normal);
  expect(drawnBy(5)).toEqual(drawnBy(5));
  expect(drawnBy(5)).not.toEqual(drawnBy(6));
});
