import { expect, test } from 'vitest';
import { makeListings } from '../../../use-cases/prices/listings.ts';
import { listings, nextPrice, openMarket, type Market } from '../../../use-cases/prices/market.ts';
import { createChance } from '../../../use-cases/prices/random.ts';

function ticksOf(market: Market, count: number) {
  return Array.from({ length: count }, () => market.next());
}

test('the same seed makes the same 500 shares, and another seed others', () => {
  const made = makeListings(7);
  expect(made).toEqual(makeListings(7));
  expect(made).not.toEqual(makeListings(8));
  expect(new Set(made.map(({ symbol }) => symbol)).size).toBe(500);
  for (const { symbol, price } of made) {
    expect(symbol).toMatch(/^[A-Z]{3}$/);
    expect(price).toBeGreaterThanOrEqual(5);
    expect(price).toBeLessThanOrEqual(500);
  }
});

test('every share has its turn once in 500 ticks, which are numbered from 1 on', () => {
  const ticks = ticksOf(openMarket(), 1500);
  expect(ticks.map(({ sequence }) => sequence)).toEqual(ticks.map((_, index) => index + 1));
  for (let from = 0; from <= 1000; from += 1) {
    expect(new Set(ticks.slice(from, from + 500).map(({ symbol }) => symbol)).size).toBe(500);
  }
});

test('a market that is opened again, anywhere, goes on as if it had never closed', () => {
  const whole = ticksOf(openMarket(), 5000);
  for (const at of [0, 1, 499, 500, 3333]) {
    const newest = new Map(whole.slice(0, at).map((tick) => [tick.symbol, tick]));
    expect(ticksOf(openMarket(newest.values()), 5000 - at)).toEqual(whole.slice(at));
  }
});

test('prices grow and swing by the drift and volatility of their share', () => {
  const { normal } = createChance(3);
  const count = 20_000;
  for (const { drift, volatility } of [
    { drift: 0.1, volatility: 0.2 },
    { drift: -0.05, volatility: 0.6 },
  ]) {
    const years = 0.25;
    const growths = Array.from({ length: count }, (_, place) =>
      Math.log(nextPrice(1000, { drift, volatility }, years, normal(place)) / 1000),
    );
    const mean = growths.reduce((sum, growth) => sum + growth, 0) / count;
    const deviation = Math.sqrt(growths.reduce((sum, growth) => sum + (growth - mean) ** 2, 0) / count);
    const expected = volatility * Math.sqrt(years);
    expect(Math.abs(mean - (drift - volatility ** 2 / 2) * years)).toBeLessThan((4 * expected) / Math.sqrt(count));
    expect(Math.abs(deviation - expected)).toBeLessThan((4 * expected) / Math.sqrt(2 * count));
  }
});

test('no price is ever 0 or below', () => {
  expect(nextPrice(0.0001, { drift: -5, volatility: 5 }, 1, -8)).toBe(0.0001);
  expect(ticksOf(openMarket(), 100_000).filter(({ price, open }) => !(price > 0 && open > 0))).toEqual([]);
});

test('a day begins at the price that the day before ended with', () => {
  const [{ symbol, price }] = listings;
  const ticks = ticksOf(openMarket(), 500 * 1600).filter((tick) => tick.symbol === symbol);
  expect(new Set(ticks.slice(0, 1560).map(({ open }) => open))).toEqual(new Set([price]));
  expect(new Set(ticks.slice(1560).map(({ open }) => open))).toEqual(new Set([ticks[1559]?.price]));
});
