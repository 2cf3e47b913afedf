import { followPage } from './page-state.ts';
import type { PageState } from './page-state.ts';

/** The runtime's own environment, with another `fetch` if one is given. */
export function createEnvironment(fetch?: typeof globalThis.fetch): Environment {
  return {
    // Not as a method: a browser's fetch refuses any `this` but its own.
    fetch: (input, init) => (fetch ?? globalThis.fetch)(input, init),
    now: Date.now,
    after(delayMs, task) {
      const timer = setTimeout(task, Math.min(delayMs, longestTimerMs));
      return () => clearTimeout(timer);
    },
    random: Math.random,
    followPage,
  };
}

/** All that a subscription depends on beside its options, handed in so that tests decide about time, chance and page. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the Unix epoch. */
  now(this: void): number;
  /** Calls `task` once after `delayMs`; returns a function that cancels it. */
  after(this: void, delayMs: number, task: () => void): () => void;
  /** From 0 up to, but not including, 1. */
  random(this: void): number;
  /** Tells at once how the page stands, and again whenever that may have changed; returns a function that stops it. */
  followPage(this: void, listener: (page: PageState) => void): () => void;
}

export type { PageState } from './page-state.ts';

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;
