import type { Tick } from './tick.ts';

/** A share's newest price, and those of the minute before. */
export interface Quote extends Tick {
  /** Seconds since the Unix epoch. */
  readonly times: readonly number[];
  readonly prices: readonly number[];
}

/** What this tab has been given. It changes thousands of times a second: whoever shows it looks when it is time to draw. */
export interface Board {
  readonly quotes: ReadonlyMap<string, Quote>;
  /** How many ticks came here since it was begun, and how many were published from the first of these to the newest. */
  readonly delivered: number;
  readonly published: number;
  /** How many of the others a newer one of the same share has overtaken. The rest, one of a share at most, wait. */
  readonly conflated: number;
  /** Counts anew. */
  begin(): void;
  take(tick: Tick): void;
  /** What has changed since this was asked last. */
  takeChanged(): Iterable<Quote>;
  /** How old the newest and the oldest of the prices are, in milliseconds. */
  ages(now: number): { readonly newest: number; readonly oldest: number };
}

const keptPrices = 240;

/** Makes a board for a market in which each of so many shares has its turn, round after round. */
export function createBoard(shareCount: number): Board {
  const quotes = new Map<string, Tick & { readonly times: number[]; readonly prices: number[] }>();
  let changed = new Map<string, Quote>();
  /** The newest tick of each share that came since it was begun. */
  const counted = new Map<string, number>();
  let delivered = 0;
  let first = 0;
  let last = 0;
  return {
    quotes,
    get delivered() {
      return delivered;
    },
    get published() {
      return published();
    },
    get conflated() {
      return published() - delivered - waiting();
    },
    begin() {
      delivered = 0;
      counted.clear();
    },
    take(tick) {
      const times = quotes.get(tick.symbol)?.times ?? [];
      const prices = quotes.get(tick.symbol)?.prices ?? [];
      // A tick that is here already, after the tab was told to read in another way.
      const isNews = tick.time / 1000 > (times.at(-1) ?? 0);
      if (isNews) {
        times.push(tick.time / 1000);
        prices.push(tick.price);
      }
      if (times.length > 2 * keptPrices) {
        times.splice(0, keptPrices);
        prices.splice(0, keptPrices);
      }
      const quote = { ...tick, times, prices };
      quotes.set(tick.symbol, quote);
      changed.set(tick.symbol, quote);
      if (delivered === 0) {
        first = tick.sequence;
        last = tick.sequence;
      }
      last = Math.max(last, tick.sequence);
      counted.set(tick.symbol, tick.sequence);
      delivered += 1;
    },
    takeChanged() {
      const taken = changed;
      changed = new Map();
      return taken.values();
    },
    ages(now) {
      let newest = Infinity;
      let oldest = 0;
      for (const { time } of quotes.values()) {
        newest = Math.min(newest, now - time);
        oldest = Math.max(oldest, now - time);
      }
      return { newest: Math.max(0, newest), oldest };
    },
  };

  function published(): number {
    return delivered === 0 ? 0 : last - first + 1;
  }

  /** Of how many shares the newest tick is not here yet: each has one in every round. */
  function waiting(): number {
    const late = [...counted.values()].filter((sequence) => sequence + shareCount <= last).length;
    return late + Math.min(published(), shareCount) - counted.size;
  }
}

/** By what part of it a share's price has changed since its day began. */
export function changeOf({ price, open }: Pick<Tick, 'price' | 'open'>): number {
  return price / open - 1;
}
