import { SpillwayError } from '../error.ts';
import { isLongerThan } from '../topic/text.ts';
import { firstOf } from './form-fields.ts';
import type { FormFields } from './form-fields.ts';

/**
 * The cursor that a GET goes on from: the header `Last-Event-ID`, else `last_event_id` in the query (or `lastEventID`,
 * the name that Mercure's clients know). A browser that reconnects sends the header with the URL of its first
 * request, so the header wins; an empty one is none, for it is how a stream makes a browser forget its last id.
 *
 * @throws SpillwayError `invalid-cursor`
 */
export function requestCursor(lastEventId: string | undefined, query: FormFields, idBytes: number): string | undefined {
  const fromHeader = decodeHeader(lastEventId ?? '');
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

/**
 * [spec] "Let lastEventIDValue be the EventSource object's last event ID string, encoded as UTF-8." Most servers read
 * each byte of a header as one character; text that was not read so, or not written so, stays as it is.
 */
function decodeHeader(value: string): string {
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value;
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
  const decoded = new TextDecoder('utf-8').decode(bytes);
  return decoded.includes('\ufffd') ? value : decoded;
}
