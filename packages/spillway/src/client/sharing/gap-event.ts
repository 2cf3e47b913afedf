import type { FeedEvent } from '../feed.ts';
import type { Gap } from '../gap.ts';

/** A gap as the event that it was, in its place among the others. */
export function gapEvent(gap: Gap, lastEventId: string): FeedEvent {
  return { type: 'gap', data: JSON.stringify(gap), lastEventId, topics: [] };
}
