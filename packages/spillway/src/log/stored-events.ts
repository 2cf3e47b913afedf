import type { LoggedEvent, NewEvent, Offset } from '../event.ts';
import { eventBytes } from './event-bytes.ts';

/** A stretch of memory that holds several events, or a long one. */
interface Slab {
  readonly bytes: Uint8Array;
  /** How many events are in it. */
  events: number;
}

/**
 * Events in a row, as bytes: the oldest leaves first, and each is made an object again when somebody asks for it.
 *
 * What a log keeps is read rarely, and lives long enough to be copied by the garbage collector several times. As bytes
 * it is none of the collector's affair (bench/NOTES.md has the figures).
 */
export class StoredEvents {
  /** The event of offset `first + n` is at index `head + n` of each list; what lies before `head` has left. */
  #slabs: (Slab | undefined)[] = [];
  #starts: number[] = [];
  #dataEnds: number[] = [];
  /** Where each ends: a negative number where what follows the data is not one topic, but JSON with all other fields. */
  #ends: number[] = [];
  /** What each counts for a retention by bytes. */
  #sizes: number[] = [];
  /** Milliseconds since the Unix epoch. */
  #times: number[] = [];
  #head = 0;
  #first: Offset = 1;
  #bytes = 0;
  /** What the next event is written to, how much of it is used, in bytes, and where the latest of its events begins. */
  #slab: Slab = { bytes: new Uint8Array(0), events: 0 };
  #used = 0;
  #start = 0;
  /** A slab that all events have left, for the next ones. */
  #spare: Slab | undefined;

  /** The offset of the oldest event; `last + 1` where there is none. */
  get first(): Offset {
    return this.#first;
  }

  get last(): Offset {
    return this.#first + this.count - 1;
  }

  get count(): number {
    return this.#sizes.length - this.#head;
  }

  /** What all of them count for a retention by bytes, as `eventBytes` says. */
  get bytes(): number {
    return this.#bytes;
  }

  /** When the oldest event was stored, in milliseconds since the Unix epoch. */
  get oldestTime(): number | undefined {
    return this.#times[this.#head];
  }

  /** What an event of this offset, which must be here, counts for a retention by bytes. */
  sizeOf(offset: Offset): number {
    return this.#sizes[this.#indexOf(offset)] ?? 0;
  }

  /** Stores an event, and returns it with its offset. */
  push(event: NewEvent, time: number): LoggedEvent {
    const { topics, data } = event;
    const isPlain = topics.length === 1 && hasOnlyTopicsAndData(event);
    const rest = isPlain ? (topics[0] ?? '') : JSON.stringify({ ...event, data: undefined });
    const text = data + rest;
    const isLong = text.length > longestInSlab;
    if (!isLong) this.#write(text);
    const slab = isLong ? { bytes: encoder.encode(text), events: 0 } : this.#slab;
    const start = isLong ? 0 : this.#start;
    const end = isLong ? slab.bytes.length : this.#used;
    const isAscii = end - start === text.length;
    const dataEnd = end - (isAscii ? rest.length : encoder.encode(rest).length);
    slab.events++;

    const size = isPlain ? end - start : eventBytes(event);
    this.#bytes += size;
    this.#slabs.push(slab);
    this.#starts.push(start);
    this.#dataEnds.push(dataEnd);
    this.#ends.push(isPlain ? end : -end);
    this.#sizes.push(size);
    this.#times.push(time);
    return isPlain ? { topics, data, offset: this.last, time } : { ...event, offset: this.last, time };
  }

  /** The event of this offset, which must be here. */
  get(offset: Offset): LoggedEvent {
    const index = this.#indexOf(offset);
    const data = this.#text(index, this.#starts[index] ?? 0, this.#dataEnds[index] ?? 0);
    return { ...this.#restOf(index), data, offset, time: this.#times[index] ?? 0 };
  }

  /** The publisher's id of the event of this offset, which must be here. */
  idOf(offset: Offset): string | undefined {
    const index = this.#indexOf(offset);
    return this.#isPlain(index) ? undefined : this.#restOf(index).id;
  }

  #restOf(index: number): Omit<NewEvent, 'data'> {
    const text = this.#text(index, this.#dataEnds[index] ?? 0, Math.abs(this.#ends[index] ?? 0));
    return this.#isPlain(index) ? { topics: [text] } : (JSON.parse(text) as Omit<NewEvent, 'data'>);
  }

  #isPlain(index: number): boolean {
    return (this.#ends[index] ?? 0) >= 0;
  }

  #text(index: number, start: number, end: number): string {
    return utf8.decode(this.#slabs[index]?.bytes.subarray(start, end));
  }

  /** Lets the oldest event go, which must be here. */
  shift(): void {
    const at = this.#head++;
    const slab = this.#slabs[at];
    this.#slabs[at] = undefined;
    this.#bytes -= this.#sizes[at] ?? 0;
    this.#first++;
    if (slab && --slab.events === 0 && slab !== this.#slab && slab.bytes.length === slabBytes) this.#spare = slab;
    if (this.#head >= 1024 && this.#head * 2 >= this.#sizes.length) this.#closeUp();
  }

  /** Moves what is here to the front, once half of the lists is given up: so a shift costs O(1) amortised. */
  #closeUp(): void {
    this.#slabs = this.#slabs.slice(this.#head);
    this.#starts = this.#starts.slice(this.#head);
    this.#dataEnds = this.#dataEnds.slice(this.#head);
    this.#ends = this.#ends.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#times = this.#times.slice(this.#head);
    this.#head = 0;
  }

  #indexOf(offset: Offset): number {
    return this.#head + (offset - this.#first);
  }

  /** Writes a text into the slab, or into the next one where it does not fit. */
  #write(text: string): void {
    const fit = encoder.encodeInto(text, this.#slab.bytes.subarray(this.#used));
    let { written } = fit;
    if (fit.read < text.length) {
      this.#slab = this.#spare ?? { bytes: new Uint8Array(slabBytes), events: 0 };
      this.#spare = undefined;
      this.#used = 0;
      ({ written } = encoder.encodeInto(text, this.#slab.bytes));
    }
    this.#start = this.#used;
    this.#used += written;
  }
}

const slabBytes = 256 * 1024;
/** Longer texts, in code units, have a slab of their own, so that of a slab no more than a quarter is ever unused. */
const longestInSlab = slabBytes / 12;

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function hasOnlyTopicsAndData({ event, id, key, ttl, retry }: NewEvent): boolean {
  return event === undefined && id === undefined && key === undefined && ttl === undefined && retry === undefined;
}
