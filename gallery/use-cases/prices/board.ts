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
  /** How many ticks came here since it was begun, and how many were published from the first of them on. */
  readonly delivered: number;
  readonly published: number;
  /** Counts anew. */
  begin(): void;
  take(tick: Tick): void;
  /** What has changed since this was asked last. */
  takeChanged(): Iterable<Quote>;
  /** How old the newest and the oldest of the prices are, in milliseconds. */
  ages(now: number): { readonly newest: number; readonly oldest: number };
}

const keptPrices = 240;

export function createBoard(): Board {
  const quotes = new Map<string, Tick & { readonly times: number[]; readonly prices: number[] }>();
  let changed = new Map<string, Quote>();
  let delivered = 0;
  let first = 0;
  let last = 0;
  return {
    quotes,
    get delivered() {
      return delivered;
    },
    get published() {
      return delivered === 0 ? 0 : last - first + 1;
    },
    begin() {
      delivered = 0;
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
}

/** By what part of it a share's price has changed since its day began. */
export function changeOf({ price, open }: Pick<Tick, 'price' | 'open'>): number {
  return price / open - 1;
}
