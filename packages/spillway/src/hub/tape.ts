import type { Offset } from '../event.ts';

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
  #last: { segment: Segment; from: number; to: number; bytes: Uint8Array } | undefined;

  constructor(lastOffset: Offset) {
    this.head = { bytes: nothing, length: 0, start: 0, lastOffset, next: undefined };
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
    this.head = { bytes, length: frame.length, start: this.end, lastOffset: offset, next: undefined };
    previous.next = this.head;
    this.#shared = false;
  }

  /** What a segment holds from `from` on. Readers at the same place get the same object. */
  slice(segment: Segment, from: number): Uint8Array {
    const last = this.#last;
    if (last?.segment === segment && last.from === from && last.to === segment.length) return last.bytes;
    if (segment === this.head) this.#shared = true;
    const bytes =
      from === 0 && segment.length === segment.bytes.length
        ? segment.bytes
        : segment.bytes.subarray(from, segment.length);
    this.#last = { segment, from, to: segment.length, bytes };
    return bytes;
  }
}

/** A copy of `bytes` in a buffer with room for about as much again. */
function withRoom(bytes: Uint8Array, wanted: number): Uint8Array {
  const capacity = Math.max(bytes.length, Math.min(largestSegment, Math.max(smallestSegment, wanted * 2)));
  const copy = new Uint8Array(capacity);
  copy.set(bytes);
  return copy;
}
