import { Block } from './block.ts';
import type { DecoderHandlers } from './decoder-handlers.ts';
import { indexOrEnd, readLines } from './lines.ts';
import { checkMaxEventBytes, eventTooLarge } from './max-event-bytes.ts';

export interface DecoderOptions {
  /**
   * Bytes (UTF-8) of one event's lines, or of one comment line; 16 MiB by default. A line that a decoder has to wait
   * for is held in memory, so this bounds what a stream can make it hold.
   */
  readonly maxEventBytes?: number | undefined;
  /** The last event id of an earlier connection; empty by default. */
  readonly lastEventId?: string | undefined;
}

export interface Decoder {
  /** The last event id, as of the last blank line: what a client that reconnects sends. */
  readonly lastEventId: string;
  /**
   * Reads the next piece of the stream, cut anywhere: also inside a character, or between CR and LF. The bytes are
   * not kept. (A handler must not call it.)
   *
   * @throws {@link SpillwayError} `event-too-large` when an event is over `maxEventBytes`, and whatever a handler
   *   throws. What came before has been handed over; what follows is lost, and `push` throws the same until `reset`.
   */
  push(chunk: Uint8Array | string): void;
  /**
   * Makes ready for a new connection: forgets the unfinished block, keeps the last event id. A handler may call it;
   * what is left of the piece that is being read is then dropped.
   */
  reset(): void;
}

/**
 * Makes a decoder of an event stream: bytes in, events out.
 *
 * It does what the standard says of a byte order mark, of LF, CR and CRLF, of bytes that are not UTF-8 (they read as
 * U+FFFD), of fields and comments; and, like the end of a stream, it discards a block that no blank line ends. On one
 * point the standard's letter is not followed, as no browser does: the last event id is kept across connections.
 * Time is linear in the input, however it is cut.
 *
 * Source: WHATWG HTML, section 9.2.5 (parsing an event stream) and 9.2.6 (interpreting one).
 *
 * @example
 * ```ts
 * import { createDecoder } from 'spillway/codec';
 *
 * const decoder = createDecoder({ event: ({ data, lastEventId }) => console.log(data, lastEventId) });
 * decoder.push('id: 7\ndata: one\n');
 * decoder.push('data: two\n\n'); // prints "one\ntwo" and "7"
 * ```
 */
export function createDecoder(handlers: DecoderHandlers, options: DecoderOptions = {}): Decoder {
  return new EventDecoder(handlers, checkMaxEventBytes(options.maxEventBytes), options.lastEventId ?? '');
}

export type { DecoderHandlers } from './decoder-handlers.ts';
export type { DecodedEvent } from './stream-event.ts';

/** Bytes of memory for an unfinished line: at first, and so much is kept for the next once a longer one is over. */
const heldAtFirst = 256;
const heldToKeep = 64 * 1024;

/** So few bytes are looked through for a line end before they are decoded. */
const fewBytes = 31;
/** So many bytes are rather copied after a line that is held than decoded apart from it. */
const cheapToCopy = 4 * 1024;

const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = new Uint8Array([0xef, 0xbb, 0xbf]);

// Only whole lines are decoded, so it need not remember half a character: without `stream` it is twice as fast on
// small pieces. It must not take a U+FEFF inside the stream for another byte order mark.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const utf8Encoder = new TextEncoder();

class EventDecoder implements Decoder {
  private readonly handlers: DecoderHandlers;
  private readonly maxEventBytes: number;
  private block: Block;
  /** The bytes of the line that is not finished yet: the first `heldBytes` of it. */
  private held = new Uint8Array(heldAtFirst);
  private heldBytes = 0;
  /** How much of the byte order mark has been seen; 3 also when it is known that there is none. */
  private markBytes = 0;
  /** The last byte was a CR: an LF right after it belongs to the same line end. */
  private afterCarriageReturn = false;
  /** The first half of a surrogate pair at the end of a string. */
  private highSurrogate = '';
  private failure: { readonly error: unknown } | undefined;

  constructor(handlers: DecoderHandlers, maxEventBytes: number, lastEventId: string) {
    this.handlers = handlers;
    this.maxEventBytes = maxEventBytes;
    this.block = new Block(handlers, lastEventId);
  }

  get lastEventId(): string {
    return this.block.lastEventId;
  }

  push(chunk: Uint8Array | string): void {
    if (this.failure !== undefined) throw this.failure.error;
    let bytes = typeof chunk === 'string' ? this.encode(chunk) : chunk;
    if (this.markBytes < byteOrderMark.length) bytes = this.skipByteOrderMark(bytes);
    if (bytes.length === 0) return;
    const { block } = this;
    try {
      const room = this.maxEventBytes - block.byteLength - this.heldBytes;
      if (bytes.length <= room) this.take(bytes);
      else this.takeBounded(bytes);
    } catch (error) {
      // Unless a handler has called reset before it threw.
      if (block === this.block) this.fail(error);
      throw error;
    }
  }

  reset(): void {
    this.forget();
    this.markBytes = 0;
    this.failure = undefined;
  }

  /** Reads bytes that cannot lead over the bound. */
  private take(bytes: Uint8Array): void {
    if (this.afterCarriageReturn) {
      this.afterCarriageReturn = false;
      if (bytes[0] === lineFeed) {
        if (bytes.length === 1) return;
        bytes = bytes.subarray(1);
      }
    }
    const { block } = this;
    if (this.heldBytes > 0 || bytes.length <= fewBytes) {
      const at = firstLineEnd(bytes);
      if (at === -1) {
        this.hold(bytes);
        return;
      }
      if (this.heldBytes === 0) {
        if (bytes.length === 1) {
          this.afterCarriageReturn = bytes[0] === carriageReturn;
          block.end();
          return;
        }
      } else if (bytes.length > cheapToCopy && at + 1 < bytes.length) {
        // The line that was held is finished by itself, so that the rest need not be copied.
        this.take(bytes.subarray(0, at + 1));
        if (block === this.block) this.take(bytes.subarray(at + 1));
        return;
      } else {
        this.hold(bytes);
        bytes = this.held.subarray(0, this.heldBytes);
        this.heldBytes = 0;
      }
    }

    const rest = readLines(bytes, utf8.decode(bytes), block);
    // A handler has called reset: the rest is of a connection that is over.
    if (block !== this.block) return;
    if (this.held.length > heldToKeep) this.held = new Uint8Array(heldAtFirst);
    if (rest === bytes.length) this.afterCarriageReturn = bytes[rest - 1] === carriageReturn;
    else this.hold(rest === 0 ? bytes : bytes.subarray(rest));
  }

  /** Reads bytes that may lead over the bound: so many at a time that they just cannot. */
  private takeBounded(bytes: Uint8Array): void {
    const { block } = this;
    let from = 0;
    while (from < bytes.length) {
      const room = this.maxEventBytes - block.byteLength - this.heldBytes;
      const code = bytes[from];
      const isLineEnd = code === lineFeed || code === carriageReturn;
      if (room <= 0 && !isLineEnd) throw eventTooLarge(this.maxEventBytes);
      const to = from + Math.max(room, 1);
      this.take(bytes.subarray(from, to));
      if (block !== this.block) return;
      from = to;
    }
  }

  private hold(bytes: Uint8Array): void {
    const from = this.heldBytes;
    const to = from + bytes.length;
    if (to > this.held.length) {
      const larger = new Uint8Array(Math.max(to, this.held.length * 2));
      larger.set(this.held.subarray(0, from));
      this.held = larger;
    }
    // A call costs more than a few bytes.
    if (bytes.length < 16) for (let at = 0; at < bytes.length; at += 1) this.held[from + at] = bytes[at] ?? 0;
    else this.held.set(bytes, from);
    this.heldBytes = to;
  }

  /** Forgets all of the stream but the last event id. */
  private forget(): void {
    this.block.abandon();
    this.block = new Block(this.handlers, this.block.lastEventId);
    this.held = new Uint8Array(heldAtFirst);
    this.heldBytes = 0;
    this.afterCarriageReturn = false;
    this.highSurrogate = '';
  }

  private fail(error: unknown): void {
    this.forget();
    this.failure = { error };
  }

  private encode(chunk: string): Uint8Array {
    const text = this.highSurrogate + chunk;
    this.highSurrogate = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    return utf8Encoder.encode(this.highSurrogate === '' ? text : text.slice(0, -1));
  }

  /** [spec] One leading U+FEFF BYTE ORDER MARK character must be ignored if any are present. */
  private skipByteOrderMark(bytes: Uint8Array): Uint8Array {
    let at = 0;
    while (at < bytes.length && this.markBytes < byteOrderMark.length && bytes[at] === byteOrderMark[this.markBytes]) {
      at += 1;
      this.markBytes += 1;
    }
    const seen = this.markBytes;
    if (seen < byteOrderMark.length && at < bytes.length) {
      // It was something else after all.
      this.hold(byteOrderMark.subarray(0, seen));
      this.markBytes = byteOrderMark.length;
    }
    return bytes.subarray(at);
  }
}

/** Where the first line end is in these bytes, or -1. */
function firstLineEnd(bytes: Uint8Array): number {
  const near = Math.min(bytes.length, 128);
  for (let at = 0; at < near; at += 1) if (bytes[at] === lineFeed || bytes[at] === carriageReturn) return at;
  if (near === bytes.length) return -1;
  // Searching a string is 25 times as fast as searching bytes, and pays even for making the string (bench/codec).
  const text = utf8.decode(bytes.subarray(near));
  const at = Math.min(indexOrEnd(text, '\n', 0), indexOrEnd(text, '\r', 0));
  if (at === text.length) return -1;
  return text.length === bytes.length - near ? near + at : bytes.indexOf(text.charCodeAt(at), near);
}
