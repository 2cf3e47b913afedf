import type { Offset } from '../event.ts';
import type { FramedEvent } from './frame.ts';

export interface RecentEventsBounds {
  readonly events: number;
  /** UTF-8 bytes of the events' data, estimated. */
  readonly bytes: number;
}

/**
 * The window of recent events in memory that serves most resumes, so that a storm of reconnects does not reach the
 * disk. Bounded by count and bytes; the oldest leave first. It also knows which of them a newer one of the same
 * topic and key supersedes.
 */
export class RecentEvents {
  readonly #bounds: RecentEventsBounds;
  /** A queue with a moving head: what has left stays in place, as undefined, until half of the array has. */
  #events: (FramedEvent | undefined)[] = [];
  #head = 0;
  #bytes = 0;
  #after: Offset;
  readonly #newest = new Map<string, Offset>();

  constructor(bounds: RecentEventsBounds, after: Offset) {
    this.#bounds = bounds;
    this.#after = after;
  }

  /** The window holds every event that follows this offset. */
  get after(): Offset {
    return this.#after;
  }

  push(framed: FramedEvent): void {
    this.#events.push(framed);
    this.#bytes += sizeOf(framed);
    const { key, topics, offset } = framed.event;
    if (key !== undefined) for (const topic of topics) this.#newest.set(pair(topic, key), offset);
    while (this.#events.length - this.#head > this.#bounds.events || this.#bytes > this.#bounds.bytes) this.#forget();
  }

  /**
   * Visits the events that follow `after`, which must not lie before the window, until `visit` returns false. Returns
   * whether it came to the end.
   */
  scan(after: Offset, visit: (framed: FramedEvent) => boolean): boolean {
    for (let at = this.#firstAfter(after); at < this.#events.length; at++) {
      const framed = this.#events[at];
      if (framed && !visit(framed)) return false;
    }
    return true;
  }

  /** Whether for each of these topics a newer event with the same key is in the window. */
  isSuperseded(offset: Offset, topics: readonly string[], key: string): boolean {
    return topics.every((topic) => (this.#newest.get(pair(topic, key)) ?? 0) > offset);
  }

  #firstAfter(after: Offset): number {
    let low = this.#head;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.event.offset ?? 0) <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #forget(): void {
    const framed = this.#events[this.#head];
    this.#events[this.#head++] = undefined;
    if (framed) {
      this.#bytes -= sizeOf(framed);
      const { key, topics, offset } = framed.event;
      this.#after = offset;
      if (key !== undefined) {
        for (const topic of topics)
          if (this.#newest.get(pair(topic, key)) === offset) this.#newest.delete(pair(topic, key));
      }
    }
    if (this.#head > 1024 && this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** What an event weighs in memory: its text, its frame and the objects around them, roughly. */
function sizeOf({ event }: FramedEvent): number {
  return 2 * event.data.length + 200;
}

/** NUL stands in no topic, so no two pairs share a text. */
function pair(topic: string, key: string): string {
  return `${topic}\0${key}`;
}
