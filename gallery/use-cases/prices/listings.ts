import { createChance } from './random.ts';

/** A share of no company that there is. */
export interface Listing {
  readonly symbol: string;
  /** Its first price of all. */
  readonly price: number;
  /** What it is expected to gain in a year, as a rate of continuous growth. */
  readonly drift: number;
  /** By how much its price swings in a year: the standard deviation of its logarithm. */
  readonly volatility: number;
}

/** Without vowels no word comes out. */
const letters = 'BDGHJKLMNPQRTVWXZ';
const symbolCount = 500;

/** The shares of the market that a seed makes, by their symbols. */
export function makeListings(seed: number): readonly [Listing, ...Listing[]] {
  const { uniform } = createChance(seed);
  let place = 0;
  const between = (low: number, high: number) => low + (high - low) * uniform(place++);
  const letter = () => letters[Math.floor(between(0, letters.length))] ?? '';
  const symbols = new Set<string>();
  while (symbols.size < symbolCount) {
    const drawn = new Set([letter(), letter(), letter()]);
    if (drawn.size === 3) symbols.add([...drawn].join(''));
  }
  const listings = [...symbols].toSorted().map((symbol) => ({
    symbol,
    price: Math.round(100 * Math.exp(between(Math.log(5), Math.log(500)))) / 100,
    drift: between(-0.05, 0.15),
    volatility: between(0.15, 0.6),
  }));
  return listings as [Listing, ...Listing[]];
}
