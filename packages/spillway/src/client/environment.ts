/** All that a subscription depends on beside its options, handed in so that tests decide about time, chance and page. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `task` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** From 0 up to, but not including, 1. */
  random(): number;
  /** Tells at once how the page stands, and again whenever that changes; returns a function that stops it. */
  followPage(listener: (page: PageState) => void): () => void;
}

/** How the page stands that a subscription lives in; elsewhere than in a page all three are false. */
export interface PageState {
  /** Its tab is not seen. */
  readonly hidden: boolean;
  /** Its scripts stand still: the browser froze it, or keeps it for the way back. */
  readonly frozen: boolean;
  /** The browser knows that there is no network. */
  readonly offline: boolean;
}
