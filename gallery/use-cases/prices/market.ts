import { type Listing, makeListings } from './listings.ts';
import { createChance } from './random.ts';
import type { Tick } from './tick.ts';

/** The shares of the simulated market, which the page lays out before their first prices come. */
export const seed = 1;
export const listings = makeListings(seed);

/** A minute of trading passes with every second of four ticks, a day in six and a half minutes. */
const yearSeconds = 252 * 6.5 * 3600;
const tickYears = 15 / yearSeconds;
const ticksPerDay = (6.5 * 3600) / 15;

/** A simulated market, in which one share after the other gets a new price. */
export interface Market {
  /** How many ticks there were. */
  readonly sequence: number;
  /** The next price of the next share. */
  next(): Pick<Tick, 'symbol' | 'price' | 'open' | 'sequence'>;
}

/**
 * Opens the market where it was: with the newest tick of each share that had one. Prices follow geometric Brownian
 * motion, and are the same for the same seed, however often it was opened again in between.
 */
export function openMarket(ticks: Iterable<Pick<Tick, 'symbol' | 'price' | 'open' | 'sequence'>> = []): Market {
  const newest = new Map(listings.map(({ symbol, price }) => [symbol, { price, open: price }]));
  let sequence = 0;
  for (const tick of ticks) {
    newest.set(tick.symbol, tick);
    sequence = Math.max(sequence, tick.sequence);
  }
  const turns = inTurns(listings);
  const { normal } = createChance(seed);
  return {
    get sequence() {
      return sequence;
    },
    next() {
      const listing = turns[sequence % turns.length] as Listing;
      const day = Math.floor(sequence / turns.length) % ticksPerDay;
      const { symbol } = listing;
      const before = newest.get(symbol) ?? { price: listing.price, open: listing.price };
      const price = nextPrice(before.price, listing, tickYears, normal(sequence));
      const quote = { price, open: day === 0 ? before.price : before.open };
      newest.set(symbol, quote);
      sequence += 1;
      return { symbol, ...quote, sequence };
    },
  };
}

/** The least step of a price. */
const step = 10_000;

/** Where geometric Brownian motion takes a price in so many years, with `chance` of the standard normal distribution. */
export function nextPrice(
  price: number,
  { drift, volatility }: Pick<Listing, 'drift' | 'volatility'>,
  years: number,
  chance: number,
): number {
  const growth = (drift - volatility ** 2 / 2) * years + volatility * Math.sqrt(years) * chance;
  return Math.max(1, Math.round(price * Math.exp(growth) * step)) / step;
}

/** The order in which shares have their turns: any but that of their names. */
function inTurns(shares: readonly Listing[]): readonly Listing[] {
  const { uniform } = createChance(seed + 1);
  return shares
    .map((share, index) => ({ share, at: uniform(index) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ share }) => share);
}
