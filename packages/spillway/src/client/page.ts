import type { DecodedEvent } from '../codec/stream-event.ts';
import type { Gap } from './gap.ts';

/** A page of the log as a stream would have it. */
export interface Page {
  /** What is missing before the others comes first, as an event `gap`. */
  readonly events: readonly DecodedEvent[];
  /** Where the next page goes on. */
  readonly cursor: string;
}

/**
 * Reads a page (PROTOCOL.md, Pages) that was asked for from `lastEventId`; undefined where the text is something else.
 *
 * @throws SyntaxError where it is no JSON: it broke off, which browsers do not tell where the head already did
 */
export function readPage(text: string, lastEventId: string): Page | undefined {
  const page = JSON.parse(text) as PageJson | null | undefined;
  if (!Array.isArray(page?.events)) return undefined;
  const { events, cursor, gap } = page;
  const decoded: DecodedEvent[] = events.map((event) => ({
    ...event,
    topics: [event.topic].flat(),
    lastEventId: event.id,
  }));
  // Only what follows has a cursor of its own: one that is told again is better than one that is lost.
  if (gap) decoded.unshift({ event: 'gap', data: JSON.stringify(gap), lastEventId });
  return { events: decoded, cursor };
}

interface PageJson {
  readonly events: readonly {
    readonly id: string;
    readonly topic: string | readonly string[];
    readonly event?: string;
    readonly data: string;
    readonly retry?: number;
  }[];
  readonly cursor: string;
  readonly gap: Gap | null;
}
