import type { DecoderHandlers } from './decoder-handlers.ts';
import type { DecodedEvent } from './stream-event.ts';

const colon = 58;
const space = 32;

/**
 * The block of lines that is being read: the buffers of the standard, what its lines do to them, and what becomes of
 * them at the blank line.
 *
 * Source: WHATWG HTML, section 9.2.6 (interpreting an event stream).
 */
export class Block {
  /** The last event id, as of the last blank line. */
  lastEventId: string;
  /** Bytes of the field lines so far, each with one for its line end; comments do not belong to the event. */
  byteLength = 0;

  /** The data lines so far, joined by LF; undefined where the standard's data buffer is empty. */
  data: string | undefined;
  /** The event type, unless it is empty. */
  event: string | undefined;
  id: string | undefined;
  private topics: string[] | undefined;
  private retry: number | undefined;
  private handlers: DecoderHandlers;

  constructor(handlers: DecoderHandlers, lastEventId: string) {
    this.handlers = handlers;
    this.lastEventId = lastEventId;
  }

  /** Takes one line, `text` from `start` to `end`, which is neither empty nor includes its line end. */
  line(text: string, start: number, end: number): void {
    let at = start;
    while (at < end && text.charCodeAt(at) !== colon) at += 1;
    // [spec] If value starts with a U+0020 SPACE character, remove it from value.
    const value = text.slice(text.charCodeAt(at + 1) === space ? at + 2 : at + 1, end);
    if (at === start) {
      // [spec] If the line starts with a U+003A COLON character (:), ignore the line.
      this.handlers.comment?.(value);
    } else if (at === end) {
      // [spec] Otherwise, the string is not empty but does not contain a U+003A COLON character (:): process the field
      // using the whole line as the field name, and the empty string as the field value.
      this.field(text.slice(start, end), '');
    } else {
      this.field(text.slice(start, at), value);
    }
  }

  private field(name: string, value: string): void {
    // [spec] Field names must be compared literally, with no case folding performed.
    switch (name) {
      case 'data':
        // [spec] Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to
        // the data buffer. (On dispatch the last LF is removed; so here it goes in front of each line but the first.)
        this.data = this.data === undefined ? value : `${this.data}\n${value}`;
        break;
      case 'event':
        // [spec] Set the event type buffer to the field value. (An empty one is dispatched as `message`, as none is.)
        this.event = value === '' ? undefined : value;
        break;
      case 'id':
        // [spec] If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field
        // value. Otherwise, ignore the field.
        if (!value.includes('\0')) this.id = value;
        break;
      case 'retry':
        // [spec] If the field value consists of only ASCII digits, then interpret the field value as an integer in
        // base ten, and set the event stream's reconnection time to that integer. Otherwise, ignore the field.
        if (/^[0-9]+$/.test(value)) this.setRetry(Math.min(Number(value), Number.MAX_SAFE_INTEGER));
        break;
      case 'topic':
        this.addTopic(value);
        break;
      default:
      // [spec] Otherwise: the field is ignored.
    }
  }

  private setRetry(retryMs: number): void {
    this.retry = retryMs;
    this.handlers.retry?.(retryMs);
  }

  addTopic(topic: string): void {
    if (this.topics === undefined) this.topics = [topic];
    else this.topics.push(topic);
  }

  /** Takes the blank line that ends a block of one data line. */
  dispatchBare(data: string): void {
    this.handlers.event({ data, lastEventId: this.lastEventId });
  }

  /** Takes the blank line that ends the block, whose data, event and id are in the caller's hands. */
  dispatch(data: string | undefined, event: string | undefined, id: string | undefined): void {
    this.byteLength = 0;
    // [spec] Set the last event ID string of the event source to the value of the last event ID buffer.
    if (id !== undefined) this.lastEventId = id;
    const { lastEventId, topics, retry } = this;
    if (topics !== undefined) this.topics = undefined;
    if (retry !== undefined) this.retry = undefined;
    if (data === undefined) {
      // [spec] If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string
      // and return.
      if (id !== undefined) this.handlers.lastEventId?.(id);
    } else {
      const decoded = eventOf(data, event, id, topics, lastEventId);
      this.handlers.event(retry === undefined ? decoded : { ...decoded, retry });
    }
  }

  /** Takes the blank line that ends the block. */
  end(): void {
    const { data, event, id } = this;
    this.data = this.event = this.id = undefined;
    this.dispatch(data, event, id);
  }

  /** From here on nobody is told of anything. */
  abandon(): void {
    this.handlers = silent;
  }
}

/** Whole literals, as an object that grows property by property takes longer to make. */
function eventOf(
  data: string,
  event: string | undefined,
  id: string | undefined,
  topics: readonly string[] | undefined,
  lastEventId: string,
): DecodedEvent {
  if (topics === undefined) {
    if (id === undefined) return event === undefined ? { data, lastEventId } : { data, event, lastEventId };
    return event === undefined ? { data, id, lastEventId } : { data, event, id, lastEventId };
  }
  if (id === undefined)
    return event === undefined ? { data, topics, lastEventId } : { data, event, topics, lastEventId };
  return event === undefined ? { data, id, topics, lastEventId } : { data, event, id, topics, lastEventId };
}

const silent: DecoderHandlers = { event: () => {} };
