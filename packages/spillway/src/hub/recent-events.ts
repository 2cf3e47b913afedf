import type { LoggedEvent, Offset } from '../event.ts';
import type { EventLog, InstantReader } from '../log/event-log.ts';
import type { FramedEvent } from './frame.ts';
import { FrameCache } from './frame-cache.ts';

export interface RecentEventsBounds {
  readonly events: number;
  /** UTF-8 bytes of the events' data, estimated. */
  readonly bytes: number;
}

/**
 * The window of recent events in memory that serves most resumes, so that a storm of reconnects does not reach the
 * disk. Bounded by count and bytes; the oldest leave first. It also knows which of them a newer one of the same
 * topic and key supersedes.
 *
 * Most events pass through it without being asked for. So what is needed to let an event go stands in lists of numbers, for
 * to look at the event itself, long out of the processor's caches by then, would cost more than all the rest; the events of
 * a log that is in memory stay there; and frames are made for those who ask.
 */
export class RecentEvents {
  readonly #frames: FrameCache;
  readonly #bounds: RecentEventsBounds;
  /** The log, where it has the events at hand. */
  readonly #log: InstantReader | undefined;
  /** Three queues with one moving head: what has left stays in place until half of the array has. */
  #events: (LoggedEvent | undefined)[] = [];
  #offsets: Offset[] = [];
  #sizes: number[] = [];
  #head = 0;
  #bytes = 0;
  #after: Offset;
  /** By topic and key, of what was pushed: the newest. */
  readonly #newest = new Map<string, Offset>();

  constructor(log: EventLog & Partial<InstantReader>, bounds: RecentEventsBounds, after: Offset) {
    this.#frames = new FrameCache(log.epoch);
    this.#log = isInstant(log) ? log : undefined;
    this.#bounds = bounds;
    this.#after = after;
  }

  /** The window holds every event that follows this offset. */
  get after(): Offset {
    return this.#log ? Math.max(this.#after, this.#log.first - 1) : this.#after;
  }

  push(event: LoggedEvent): void {
    const { key, topics, offset } = event;
    const size = sizeOf(event);
    this.#events.push(this.#log ? undefined : event);
    this.#offsets.push(offset);
    this.#sizes.push(size);
    this.#bytes += size;
    if (key !== undefined) for (const topic of topics) this.#newest.set(pair(topic, key), offset);
    while (this.#events.length - this.#head > this.#bounds.events || this.#bytes > this.#bounds.bytes) this.#forget();
  }

  /**
   * Visits the events that follow `after`, which must not lie before the window, until `visit` returns false. Returns
   * whether it came to the end.
   */
  scan(after: Offset, visit: (framed: FramedEvent) => boolean): boolean {
    for (let at = this.#firstAfter(after); at < this.#events.length; at++) {
      if (!visit(this.#frames.get(this.#offsets[at] ?? 0, () => this.#eventAt(at)))) return false;
    }
    return true;
  }

  /** Whether for each of these topics a newer event with the same key is in the window. */
  isSuperseded(offset: Offset, topics: readonly string[], key: string): boolean {
    return topics.every((topic) => (this.#newest.get(pair(topic, key)) ?? 0) > offset);
  }

  #eventAt(at: number): LoggedEvent {
    const event = this.#events[at] ?? this.#log?.get(this.#offsets[at] ?? 0);
    if (!event) throw new Error('an event has left the window while it was read');
    return event;
  }

  #firstAfter(after: Offset): number {
    let low = this.#head;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#offsets[middle] ?? 0) <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #forget(): void {
    const at = this.#head++;
    this.#events[at] = undefined;
    this.#bytes -= this.#sizes[at] ?? 0;
    this.#after = this.#offsets[at] ?? this.#after;
    if (this.#head > 1024 && this.#head * 2 > this.#events.length) this.#closeUp();
  }

  #closeUp(): void {
    this.#events = this.#events.slice(this.#head);
    this.#offsets = this.#offsets.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
    // Until now these did no harm: no event in the window is older than them.
    for (const [name, offset] of this.#newest) if (offset <= this.#after) this.#newest.delete(name);
  }
}

function isInstant(log: EventLog & Partial<InstantReader>): log is EventLog & InstantReader {
  return log.get !== undefined && log.first !== undefined;
}

/** What an event weighs in memory: its text, its frame and the objects around them, roughly. */
function sizeOf({ data }: LoggedEvent): number {
  return 2 * data.length + 200;
}

/** NUL stands in no topic, so no two pairs share a text. */
function pair(topic: string, key: string): string {
  return `${topic}\0${key}`;
}
