import { SpillwayError } from '../error.ts';
import { isLongerThan } from '../topic/text.ts';
import { firstOf } from './form-fields.ts';
import type { FormFields } from './form-fields.ts';
import { decodeLastEventId } from './last-event-id.ts';

/**
 * The cursor that a GET goes on from: the header `Last-Event-ID`, else `last_event_id` in the query (or `lastEventID`,
 * the name that Mercure's clients know). A browser that reconnects sends the header with the URL of its first
 * request, so the header wins; an empty one is none, for it is how a stream makes a browser forget its last id.
 *
 * @throws SpillwayError `invalid-cursor`
 */
export function requestCursor(lastEventId: string | undefined, query: FormFields, idBytes: number): string | undefined {
  const fromHeader = decodeLastEventId(lastEventId);
  const cursor = fromHeader || firstOf(query, 'last_event_id') || firstOf(query, 'lastEventID');
  if (!cursor) return undefined;
  const maxBytes = Math.max(idBytes, longestOwnCursor);
  if (isLongerThan(cursor, maxBytes) || /\p{Cc}/u.test(cursor)) {
    throw new SpillwayError(
      'invalid-cursor',
      `a cursor is the id of an event: at most ${maxBytes} bytes of UTF-8, without control characters`,
    );
  }
  return cursor;
}

/** A cursor of the log itself: an epoch of at most 32 characters, a hyphen, at most 16 digits. */
const longestOwnCursor = 49;
