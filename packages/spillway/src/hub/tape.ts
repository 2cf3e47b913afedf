import type { Offset } from '../event.ts';
import { joinBytes } from './join-bytes.ts';

const smallestSegment = 1024;
const largestSegment = 64 * 1024;
const nothing = new Uint8Array(0);

/** A stretch of a tape. Readers hold the segment that they stand in, so what all have passed is freed by itself. */
export interface Segment {
  readonly bytes: Uint8Array;
  /** How many of the bytes are written. */
  readonly length: number;
  /** Where the segment begins on the tape, in bytes. */
  readonly start: number;
  /** The offset of the last event that the segment holds. */
  readonly lastOffset: Offset;
  readonly next: Segment | undefined;
  /** What was read last from a place in it: who reads on over several segments finds the latest of each. */
  readonly latest: Stretch | undefined;
}

/** What a reader finds at its place, when the tape ends at `tapeEnd`. */
export interface Stretch {
  readonly fromAt: number;
  readonly tapeEnd: number;
  readonly bytes: Uint8Array;
  /** Where it ends: the reader's next place. */
  readonly to: Segment;
  readonly toAt: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * An audience's shared run of recent frames: a linked list of segments, of which the tape itself holds only the newest.
 * A live subscriber is a position on it.
 */
export class Tape {
  /** The newest segment. */
  head: Segment;
  /** Whether a slice of the newest segment is in somebody's hands, so that its bytes must stay where they are. */
  #shared = true;

  constructor(lastOffset: Offset) {
    this.head = { bytes: nothing, length: 0, start: 0, lastOffset, next: undefined, latest: undefined };
  }

  /** How many bytes were ever appended. */
  get end(): number {
    return this.head.start + this.head.length;
  }

  /**
   * Appends a frame; `busy` says that readers are on their way through the tape, so that more frames will come before
   * the last of them is done: then there is room made for those, and each reader takes them in one write.
   */
  append(frame: Uint8Array, offset: Offset, busy: boolean): void {
    const head = this.head as Writable<Segment>;
    const length = head.length + frame.length;
    if (length > head.bytes.length) {
      if (this.#shared || length > largestSegment) return this.#begin(frame, offset, busy);
      head.bytes = withRoom(head.bytes.subarray(0, head.length), length);
    }
    head.bytes.set(frame, head.length);
    head.length = length;
    head.lastOffset = offset;
  }

  #begin(frame: Uint8Array, offset: Offset, busy: boolean): void {
    const previous = this.head as Writable<Segment>;
    // A lone frame is its own segment: the bytes that every audience shares, copied by none.
    const bytes = busy ? withRoom(frame, previous.bytes.length) : frame;
    this.head = {
      bytes,
      length: frame.length,
      start: this.end,
      lastOffset: offset,
      next: undefined,
      latest: undefined,
    };
    previous.next = this.head;
    this.#shared = false;
  }

  /**
   * What follows a place: all that there is, in one piece, or the rest of its segment where all would be over 64 KiB.
   * Readers at the same place get the same object.
   */
  read(from: Segment, fromAt: number): Stretch {
    const { latest } = from;
    if (latest?.fromAt === fromAt && latest.tapeEnd === this.end) return latest;
    const stretch = this.#stretch(from, fromAt);
    (from as Writable<Segment>).latest = stretch;
    return stretch;
  }

  #stretch(from: Segment, fromAt: number): Stretch {
    const tapeEnd = this.end;
    // Alone, an event is all that follows: the next segment, or the rest of this one.
    const only = fromAt < from.length ? from : from.next;
    if (only === this.head) {
      this.#shared = true;
      return { fromAt, tapeEnd, bytes: piece(only, only === from ? fromAt : 0), to: only, toAt: only.length };
    }
    const pieces = fromAt < from.length ? [piece(from, fromAt)] : [];
    let to = from;
    let length = from.length - fromAt;
    // One write of what lies in several segments costs little more than one of each (bench/NOTES.md).
    while (to.next && (pieces.length === 0 || length + to.next.length <= largestSegment)) {
      to = to.next;
      length += to.length;
      pieces.push(piece(to, 0));
    }
    return { fromAt, tapeEnd, bytes: joinBytes(pieces), to, toAt: to.length };
  }
}

function piece({ bytes, length }: Segment, from: number): Uint8Array {
  return from === 0 && length === bytes.length ? bytes : bytes.subarray(from, length);
}

/** A copy of `bytes` in a buffer with room for about as much again. */
function withRoom(bytes: Uint8Array, wanted: number): Uint8Array {
  const capacity = Math.max(bytes.length, Math.min(largestSegment, Math.max(smallestSegment, wanted * 2)));
  const copy = new Uint8Array(capacity);
  copy.set(bytes);
  return copy;
}
