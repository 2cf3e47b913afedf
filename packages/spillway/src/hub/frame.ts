import { encodeEvent } from '../codec/encode.ts';
import type { LoggedEvent } from '../event.ts';
import { formatCursor } from './cursor.ts';

const utf8 = new TextEncoder();

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
    return utf8.encode(encodeEvent({ id: this.id, event, topics, retry, data }));
  }
}
