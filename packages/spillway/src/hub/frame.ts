import { encodeEvent } from '../codec/encode.ts';
import type { LoggedEvent } from '../event.ts';
import { formatCursor } from './cursor.ts';

const utf8 = new TextEncoder();

const slabBytes = 64 * 1024;
/** Longer frames have a buffer of their own. */
const shortFrame = 1024;

/** An event of the log with its frames, each encoded at most once and shared by every audience. */
export interface FramedEvent {
  readonly event: LoggedEvent;
  /** What the wire shows as `id:`. */
  readonly id: string;
  /** The frame, with a `topic:` line for each of `topics`; without `topics`, the frame that has none. */
  frame(topics: readonly string[] | undefined): Uint8Array;
}

export function frameEvent(event: LoggedEvent, epoch: string): FramedEvent {
  return new EventWithFrames(event, event.id ?? formatCursor(epoch, event.offset));
}

class EventWithFrames implements FramedEvent {
  readonly event: LoggedEvent;
  readonly id: string;
  #plain: Uint8Array | undefined;
  #withTopics: Uint8Array | undefined;

  constructor(event: LoggedEvent, id: string) {
    this.event = event;
    this.id = id;
  }

  frame(topics: readonly string[] | undefined): Uint8Array {
    if (topics === undefined) return (this.#plain ??= this.#encode(undefined));
    if (topics.length === this.event.topics.length) return (this.#withTopics ??= this.#encode(topics));
    return this.#encode(topics);
  }

  #encode(topics: readonly string[] | undefined): Uint8Array {
    const { data, event, retry } = this.event;
    return toBytes(encodeEvent({ id: this.id, event, topics, retry, data }));
  }
}

let slab = new Uint8Array(0);
let slabUsed = 0;

/** Short frames share one buffer: a buffer for each costs the collector more than all the rest of it (bench/NOTES.md). */
function toBytes(frame: string): Uint8Array {
  // No code unit takes more than three bytes.
  const most = frame.length * 3;
  if (most > shortFrame) return utf8.encode(frame);
  if (slabUsed + most > slab.length) {
    slab = new Uint8Array(slabBytes);
    slabUsed = 0;
  }
  const { written } = utf8.encodeInto(frame, slab.subarray(slabUsed));
  const bytes = slab.subarray(slabUsed, slabUsed + written);
  slabUsed += written;
  return bytes;
}
