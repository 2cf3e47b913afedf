import { SpillwayError } from '../error.ts';
import type { LoggedEvent, NewEvent, Offset } from '../event.ts';
import { checkEpoch, newEpoch } from './epoch.ts';
import type { EventLog, InstantReader, LogBounds, LogPage, ReadLimits, Retention } from './event-log.ts';
import { retentionBounds, type RetentionBounds } from './retention.ts';
import { StoredEvents } from './stored-events.ts';
import { createTails } from './tails.ts';

export interface MemoryLogOptions {
  /**
   * How much is kept; 100,000 events and 64 MiB where it sets no other bound. `Infinity` lifts a bound.
   */
  readonly retention?: Retention;
  /** Milliseconds since the Unix epoch; `Date.now` by default. */
  readonly now?: () => number;
  /** Names the life of the log, in 1 to 32 characters of `[0-9a-z]`; a random one by default. */
  readonly epoch?: string;
}

const defaultRetention: Retention = { events: 100_000, bytes: 64 * 1024 * 1024 };

/**
 * A log that lives in memory and dies with the process. `append` takes effect at once: when it returns its promise,
 * the events are readable and those who tail have been called.
 *
 * @example
 * ```ts
 * import { createMemoryLog } from 'spillway/log/memory';
 *
 * const log = createMemoryLog({ retention: { seconds: 3600 } });
 * log.tail((events) => console.log(events.map((event) => event.data)));
 * const [offset] = await log.append([{ topics: ['orders/42'], data: 'paid' }]);
 * console.log(offset, await log.read(0, { events: 100, bytes: 65_536 }));
 * await log.close();
 * ```
 *
 * @throws SpillwayError `invalid-option`
 */
export function createMemoryLog(options: MemoryLogOptions = {}): EventLog & InstantReader {
  return new MemoryLog(options);
}

class MemoryLog implements EventLog, InstantReader {
  readonly epoch: string;
  readonly #now: () => number;
  readonly #retention: RetentionBounds;
  readonly #tails = createTails();
  readonly #offsets = new Map<string, Offset>();
  #events = new StoredEvents();
  #closed = false;

  constructor(options: MemoryLogOptions) {
    this.epoch = checkEpoch(options.epoch ?? newEpoch());
    this.#now = options.now ?? Date.now;
    this.#retention = retentionBounds(options.retention ?? {}, defaultRetention);
  }

  async append(events: readonly NewEvent[]): Promise<readonly Offset[]> {
    this.#checkOpen();
    const time = this.#now();
    this.#trimToRetention(time);
    const appended: LoggedEvent[] = [];
    const offsets = events.map((event) => {
      const known = event.id === undefined ? undefined : this.#offsets.get(event.id);
      if (known !== undefined) return known;
      const logged = this.#events.push(event, time);
      if (event.id !== undefined) this.#offsets.set(event.id, logged.offset);
      appended.push(logged);
      return logged.offset;
    });
    this.#trimToRetention(time);
    this.#tails.deliver(appended);
    return offsets;
  }

  async read(after: Offset, limits: ReadLimits): Promise<LogPage> {
    // Bounds and events are of one moment: a trim between the two would be a loss that nobody is told of.
    const { first, last } = this.#boundsNow();
    const now = this.#now();
    const events: LoggedEvent[] = [];
    let bytes = 0;
    for (let offset = Math.max(after + 1, first); offset <= last; offset++) {
      const event = this.#events.get(offset);
      if (isOver(event, now)) continue;
      if (events.length > 0 && (events.length >= limits.events || bytes >= limits.bytes)) {
        return { first, last, events, through: offset - 1 };
      }
      events.push(event);
      bytes += this.#events.sizeOf(offset);
    }
    return { first, last, events, through: Math.max(after, last) };
  }

  get first(): Offset {
    return this.#events.first;
  }

  get(offset: Offset): LoggedEvent {
    return this.#events.get(offset);
  }

  tail(listener: (events: readonly LoggedEvent[]) => void): () => void {
    this.#checkOpen();
    return this.#tails.add(listener);
  }

  async bounds(): Promise<LogBounds> {
    return this.#boundsNow();
  }

  #boundsNow(): LogBounds {
    this.#checkOpen();
    this.#trimToRetention(this.#now());
    const { first, last } = this.#events;
    return { first, last };
  }

  async find(id: string): Promise<Offset | undefined> {
    this.#checkOpen();
    this.#trimToRetention(this.#now());
    return this.#offsets.get(id);
  }

  async trim(first: Offset): Promise<void> {
    this.#checkOpen();
    while (this.#events.count > 0 && this.#events.first < first) this.#dropFirst();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#tails.clear();
    this.#events = new StoredEvents();
    this.#offsets.clear();
  }

  #trimToRetention(now: number): void {
    const { events, bytes, ageMs } = this.#retention;
    const stored = this.#events;
    while (stored.count > events || stored.bytes > bytes || (stored.oldestTime ?? now) < now - ageMs) this.#dropFirst();
  }

  #dropFirst(): void {
    if (this.#offsets.size > 0) {
      const id = this.#events.idOf(this.#events.first);
      if (id !== undefined) this.#offsets.delete(id);
    }
    this.#events.shift();
  }

  #checkOpen(): void {
    if (this.#closed) throw new SpillwayError('closed', 'the log is closed: open a new one');
  }
}

function isOver({ time, ttl }: LoggedEvent, now: number): boolean {
  return ttl !== undefined && time + ttl * 1000 <= now;
}
