import type { CaseOptions } from './fault-case.ts';
import type { SeenItem } from './seen.ts';

// What the fault server and the subscribers that it tries tell one another, as JSON.

/** One subscriber's way through a case. */
export interface Trial {
  readonly id: string;
  readonly subscriber: SubscriberKind;
  /** When a subscriber that has not come to an end is given up. */
  readonly patienceMs: number;
  /** Where to subscribe; relative to the fault server unless it is at another origin. */
  readonly url: string;
  readonly options: CaseOptions & { readonly topics: readonly string[]; readonly lastEventId?: string | undefined };
}

export type SubscriberKind = 'subscribe' | 'EventSource' | 'a plain fetch';

/** What became of a trial. */
export interface TrialReport {
  readonly id: string;
  readonly seen: readonly SeenItem[];
}
