import type { Gap } from '../../../src/client/gap.ts';

/** An event as it was published, and as a subscriber should see it. */
export interface PublishedEvent {
  /** What subscribers see as its id. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** Those that the subscription selects; empty where the stream does not say. */
  readonly topics: readonly string[];
}

/** All that a subscriber can see, in the order in which it saw it, as JSON. */
export type SeenItem =
  { readonly event: PublishedEvent } | { readonly gap: Gap; readonly lastEventId: string } | SeenState;

/** How the subscription stood, with what matters of an error. */
export type SeenState =
  | { readonly phase: 'connecting' | 'paused' }
  | { readonly phase: 'open'; readonly transport: string }
  | { readonly phase: 'waiting'; readonly code: string; readonly status?: number | undefined }
  | { readonly phase: 'closed'; readonly code?: string | undefined; readonly status?: number | undefined };
