import { SpillwayError } from '../error.ts';
import type { LoggedEvent, NewEvent, Offset } from '../event.ts';
import { checkEpoch, newEpoch } from './epoch.ts';
import { eventBytes } from './event-bytes.ts';
import type { EventLog, LogBounds, LogPage, ReadLimits, Retention } from './event-log.ts';
import { retentionBounds, type RetentionBounds } from './retention.ts';
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
export function createMemoryLog(options: MemoryLogOptions = {}): EventLog {
  return new MemoryLog(options);
}

/** What is kept of an event whose `ttl` is over, so that a cursor that names it stays exact. */
interface Remains {
  readonly id: string | undefined;
  readonly time: number;
}

type Kept = LoggedEvent | Remains;

class MemoryLog implements EventLog {
  readonly epoch: string;
  readonly #now: () => number;
  readonly #retention: RetentionBounds;
  readonly #tails = createTails();
  readonly #offsets = new Map<string, Offset>();
  /** The event of offset `first + n` is at index `head + n`; what lies before `head` is given up. */
  #kept: (Kept | undefined)[] = [];
  /** What each of them counts for the retention. */
  #sizes: number[] = [];
  #head = 0;
  #first: Offset = 1;
  #bytes = 0;
  /** The next offset whose `ttl` is looked at; see `#expireSome`. */
  #hand: Offset = 1;
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
      const logged = { ...event, offset: this.#last + 1, time };
      this.#take(logged);
      appended.push(logged);
      return logged.offset;
    });
    this.#trimToRetention(time);
    this.#expireSome(time, 2 * appended.length);
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
      const index = this.#indexOf(offset);
      const event = this.#kept[index];
      if (event === undefined || !('data' in event) || isOver(event, now)) continue;
      if (events.length > 0 && (events.length >= limits.events || bytes >= limits.bytes)) {
        return { first, last, events, through: offset - 1 };
      }
      events.push(event);
      bytes += this.#sizes[index] ?? 0;
    }
    return { first, last, events, through: Math.max(after, last) };
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
    return { first: this.#first, last: this.#last };
  }

  async find(id: string): Promise<Offset | undefined> {
    this.#checkOpen();
    this.#trimToRetention(this.#now());
    return this.#offsets.get(id);
  }

  async trim(first: Offset): Promise<void> {
    this.#checkOpen();
    for (let oldest = this.#kept[this.#head]; oldest && this.#first < first; oldest = this.#kept[this.#head]) {
      this.#dropFirst(oldest);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#tails.clear();
    this.#kept = [];
    this.#sizes = [];
    this.#offsets.clear();
  }

  get #last(): Offset {
    return this.#first + (this.#kept.length - this.#head) - 1;
  }

  #indexOf(offset: Offset): number {
    return this.#head + (offset - this.#first);
  }

  #take(event: LoggedEvent): void {
    const bytes = eventBytes(event);
    this.#kept.push(event);
    this.#sizes.push(bytes);
    this.#bytes += bytes;
    if (event.id !== undefined) this.#offsets.set(event.id, event.offset);
  }

  #trimToRetention(now: number): void {
    const { events, bytes, ageMs } = this.#retention;
    for (let oldest = this.#kept[this.#head]; oldest !== undefined; oldest = this.#kept[this.#head]) {
      const count = this.#kept.length - this.#head;
      if (count <= events && this.#bytes <= bytes && oldest.time >= now - ageMs) return;
      this.#dropFirst(oldest);
    }
  }

  #dropFirst({ id }: Kept): void {
    this.#bytes -= this.#sizes[this.#head] ?? 0;
    this.#kept[this.#head] = undefined;
    this.#head++;
    this.#first++;
    if (id !== undefined) this.#offsets.delete(id);
    // Moves what is kept to the front once half is given up, so that a trim costs O(1) amortised.
    if (this.#head >= 1024 && this.#head * 2 >= this.#kept.length) {
      this.#kept.splice(0, this.#head);
      this.#sizes.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /**
   * Releases expired events at the next `count` offsets, going round and round, two for each event that is appended:
   * a constant cost per publish. (What is expired is hidden at once all the same, and counts for the retention.)
   */
  #expireSome(now: number, count: number): void {
    for (let looked = 0; looked < count; looked++) {
      if (this.#hand < this.#first || this.#hand > this.#last) this.#hand = this.#first;
      const index = this.#indexOf(this.#hand);
      const event = this.#kept[index];
      if (event !== undefined && 'data' in event && isOver(event, now)) {
        this.#kept[index] = { id: event.id, time: event.time };
      }
      this.#hand++;
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new SpillwayError('closed', 'the log is closed: open a new one');
  }
}

function isOver({ time, ttl }: LoggedEvent, now: number): boolean {
  return ttl !== undefined && time + ttl * 1000 <= now;
}
