/** One event of the feed that all ways deliver: an order that was paid. (Simulated.) */
export interface FeedEvent {
  /** One more than that of the event before. */
  readonly number: number;
  /** When it happened, in milliseconds since the Unix epoch. */
  readonly at: number;
  readonly order: string;
  readonly amount: number;
  readonly currency: string;
}

/** The topic of the feed. */
export const topic = 'paid';

/** How many events there may be in a second. */
export const rates = [0.2, 1, 5, 20] as const;
