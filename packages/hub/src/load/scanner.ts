import { dueAt, headerBytes, publisherAt, sequenceAt } from './payload.ts';

/** Where the payloads go that a scanner has found. */
export interface ArrivalSink {
  arrive(subscriber: number, publisher: number, sequence: number, dueMicros: number): void;
}

/** So many bytes before what is scanned must be free to write on: the beginning of an event that was cut goes there. */
export const headroom = 64;

/**
 * Finds the payloads of a test in what subscribers receive. What stands around them is not parsed, be it chunks,
 * frames, JSON or lines; an event counts once the last byte of its data is there.
 *
 * An event may be cut anywhere: between two reads, and by the head of an HTTP chunk.
 */
export class Scanner {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #markerStart: number;
  readonly #markerEnd: number;
  readonly #sink: ArrivalSink;
  readonly #dataBytes: number;
  /** What each of the header's bytes must be; 0 where any digit may stand. */
  readonly #expected: Uint8Array;
  /** For each subscriber: the beginning of an event whose rest has not come. */
  readonly #kept: Uint8Array;
  readonly #keptLength: Uint8Array;
  /** How many bytes of that event have come, once its header is complete; else 0. */
  readonly #received: Float64Array;

  /** Where the latest read had its first payload, and how far apart payloads were. The next read likely has it alike. */
  #firstAt = 0;
  #stride: number;

  /** `bytes` is where everything is received into. */
  constructor(bytes: Uint8Array, { marker, dataBytes, subscribers }: ScannerOptions, sink: ArrivalSink) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const head = Buffer.from(`${marker}.`, 'latin1');
    this.#markerStart = head.readUInt32BE(0);
    this.#markerEnd = head.readUInt16BE(4);
    this.#sink = sink;
    this.#dataBytes = dataBytes;
    this.#stride = dataBytes;
    this.#expected = Buffer.from(`${marker}.dddd.ddddddddd.dddddddddd.`.replaceAll(/(?<=\..*)d/g, '\0'), 'latin1');
    this.#kept = new Uint8Array(subscribers * mostKept);
    this.#keptLength = new Uint8Array(subscribers);
    this.#received = new Float64Array(subscribers);
  }

  /** Scans what a subscriber has received: the bytes from `start` to `end`. */
  scan(subscriber: number, start: number, end: number): void {
    const dataBytes = this.#dataBytes;
    let from = start;
    let at = start + this.#firstAt;
    let isFirst = true;
    /** Where the event before began. */
    let previous: number | undefined;
    if (this.#keptLength[subscriber] !== 0) {
      const received = this.#received[subscriber] ?? 0;
      from = this.#resume(subscriber, start, end);
      if (received > 0) previous = start - received;
      at = previous === undefined ? from : previous + this.#stride;
      isFirst = false;
    }
    while (from < end) {
      if (at + headerBytes > end || !this.#isHeader(at)) {
        at = this.#find(subscriber, from, end);
        if (at < 0) return;
      }
      if (isFirst) this.#learnFirst(at - start);
      else if (previous !== undefined) this.#learnStride(at - previous);
      isFirst = false;
      if (at + dataBytes > end) return this.#keep(subscriber, at, end, end - at);
      this.#take(subscriber, at);
      previous = at;
      from = at + dataBytes;
      at += this.#stride;
    }
  }

  /** What was kept of a subscriber's connection that is over will not be continued. */
  forget(subscriber: number): void {
    this.#keptLength[subscriber] = 0;
    this.#received[subscriber] = 0;
  }

  // A guess must not jump over an event. Two events begin at least dataBytes apart, so there is no room for one before
  // a first that begins earlier than that, nor for one between two that are less than twice as far apart.
  #learnFirst(distance: number): void {
    this.#firstAt = distance < this.#dataBytes ? distance : 0;
  }

  #learnStride(distance: number): void {
    this.#stride = distance < this.#dataBytes * 2 ? distance : this.#dataBytes;
  }

  /** Whether a header stands there in one piece. A chunk's head within it would shift a dot, wherever it stood. */
  #isHeader(at: number): boolean {
    const view = this.#view;
    return (
      view.getUint32(at) === this.#markerStart &&
      view.getUint16(at + 4) === this.#markerEnd &&
      view.getUint8(at + 10) === dot &&
      view.getUint8(at + 20) === dot &&
      view.getUint8(at + 31) === dot
    );
  }

  #find(subscriber: number, from: number, end: number): number {
    const bytes = this.#bytes;
    for (let at = from; at < end; at++) {
      if (bytes[at] !== tilde) continue;
      if (at + headerBytes <= end && this.#isHeader(at)) return at;
      const joined = this.#joinCutHeader(at, end);
      if (joined?.isWhole === true) return joined.at;
      if (joined === undefined) continue;
      this.#keep(subscriber, joined.at, end, 0);
      return -1;
    }
    return -1;
  }

  /**
   * Moves the parts of a header together that heads of chunks have cut, and tells where it begins now; undefined if
   * there is none.
   */
  #joinCutHeader(at: number, end: number): { readonly at: number; readonly isWhole: boolean } | undefined {
    const bytes = this.#bytes;
    const header: number[] = [];
    let from = at;
    while (from < end) {
      const byte = bytes[from] ?? 0;
      const expected = this.#expected[header.length];
      if (byte === expected || (expected === 0 && isDigit(byte))) {
        header.push(byte);
        from++;
        if (header.length === headerBytes) break;
      } else {
        const behind = chunkHeadEnd(bytes, from, end);
        if (behind === isSomethingElse) return undefined;
        if (behind === isIncomplete) break;
        from = behind;
      }
    }
    bytes.set(header, from - header.length);
    return { at: from - header.length, isWhole: header.length === headerBytes };
  }

  #keep(subscriber: number, at: number, end: number, received: number): void {
    const length = received === 0 ? end - at : headerBytes;
    copy(this.#bytes, at, this.#kept, subscriber * mostKept, length);
    this.#keptLength[subscriber] = length;
    this.#received[subscriber] = received;
  }

  /** Puts what was kept before what has come now, and tells from where to scan. */
  #resume(subscriber: number, start: number, end: number): number {
    const length = this.#keptLength[subscriber] ?? 0;
    const received = this.#received[subscriber] ?? 0;
    const rest = received === 0 ? 0 : this.#dataBytes - received;
    if (rest > end - start) {
      this.#received[subscriber] = received + end - start;
      return end;
    }
    copy(this.#kept, subscriber * mostKept, this.#bytes, start - length, length);
    this.forget(subscriber);
    if (received === 0) return start - length;
    this.#take(subscriber, start - length);
    return start + rest;
  }

  #take(subscriber: number, at: number): void {
    const view = this.#view;
    const publisher = fourDigits(view, at + publisherAt);
    const sequence =
      digit(view, at + sequenceAt) * 100_000_000 +
      fourDigits(view, at + sequenceAt + 1) * 10_000 +
      fourDigits(view, at + sequenceAt + 5);
    const due =
      (digit(view, at + dueAt) * 10 + digit(view, at + dueAt + 1)) * 100_000_000 +
      fourDigits(view, at + dueAt + 2) * 10_000 +
      fourDigits(view, at + dueAt + 6);
    this.#sink.arrive(subscriber, publisher, sequence, due);
  }
}

export interface ScannerOptions {
  readonly marker: string;
  /** Of each payload. */
  readonly dataBytes: number;
  /** They are numbered from 0. */
  readonly subscribers: number;
}

/** A header, and the head of a chunk within it. */
const mostKept = headroom;
const isIncomplete = -2;
const isSomethingElse = -1;

const tilde = 0x7e;
const dot = 0x2e;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

// For so few bytes faster than set() of a subarray, which is an object for each.
function copy(from: Uint8Array, at: number, to: Uint8Array, place: number, length: number): void {
  for (let byte = 0; byte < length; byte++) to[place + byte] = from[at + byte] ?? 0;
}

/** [RFC 9112, 7.1] The end of one chunk's data is followed by CRLF, the size of the next in hexadecimal, and CRLF. */
function chunkHeadEnd(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] !== carriageReturn) return isSomethingElse;
  if (from + 1 === end) return isIncomplete;
  if (bytes[from + 1] !== lineFeed) return isSomethingElse;
  for (let at = from + 2; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === lineFeed && bytes[at - 1] === carriageReturn) return at + 1;
    if (at - from > longestChunkHead) return isSomethingElse;
  }
  return isIncomplete;
}

const longestChunkHead = 20;

function digit(view: DataView, at: number): number {
  return view.getUint8(at) & 15;
}

// One load for four digits: half the time of four loads.
function fourDigits(view: DataView, at: number): number {
  const digits = view.getUint32(at);
  return ((digits >>> 24) & 15) * 1000 + ((digits >>> 16) & 15) * 100 + ((digits >>> 8) & 15) * 10 + (digits & 15);
}
