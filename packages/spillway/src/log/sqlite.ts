import { resolve } from 'node:path';
import { SpillwayError } from '../error.ts';
import type { LoggedEvent, NewEvent, Offset } from '../event.ts';
import type { EventLog, LatestReader, LogBounds, LogPage, ReadLimits, Retention } from './event-log.ts';
import { eventBytes } from './event-bytes.ts';
import { retentionBounds } from './retention.ts';
import { startDiskThread, type DiskThread } from './sqlite/disk-thread.ts';
import { damagedMessage } from './sqlite/failure.ts';
import { createGroupCommit, type GatheringClock, type GroupBounds } from './sqlite/group-commit.ts';
import type { Group, PageColumns } from './sqlite/protocol.ts';
import { createTails } from './tails.ts';

export interface SqliteLogOptions {
  /** How much is kept; 1 GiB where it sets no other bound of bytes. `Infinity` lifts it. */
  readonly retention?: Retention;
  /** Milliseconds since the Unix epoch; `Date.now` by default. */
  readonly now?: () => number;
}

export interface SqliteLogStats {
  /** Commits since the log was opened; each costs one fsync. */
  readonly commits: number;
  /** Events that they appended. */
  readonly events: number;
}

export interface SqliteLog extends EventLog, LatestReader {
  /** What the log did since it was opened: `events / commits` is how many events shared an fsync. */
  stats(): SqliteLogStats;
  /**
   * Writes a copy of the log to the file `to`, while appends and reads go on. The file appears whole, and on the disk, when
   * this resolves. `restoreSqliteLog` makes a log of it again, with a new epoch; so does opening it.
   *
   * @throws SpillwayError `invalid-option` where `to` is there and may not be overwritten, `log-full`, `log-unavailable`
   */
  backup(to: string, options?: BackupOptions): Promise<void>;
}

export interface BackupOptions {
  /** Whether a file that is there already is replaced; default false. */
  readonly overwrite?: boolean | undefined;
}

export { restoreSqliteLog } from './sqlite/restore.ts';
export type { RestoreOptions } from './sqlite/restore.ts';

const defaultRetention: Retention = { bytes: 1024 ** 3 };
const groupBounds: GroupBounds = { events: 4096, bytes: 4 * 1024 ** 2, waitingBytes: 64 * 1024 ** 2 };
/** What an event takes in memory beyond its bytes while it waits: roughly, so that small ones are bounded too. */
const overheadBytes = 256;
const tidyEveryMs = 1000;
/** How long a disk takes is real time, also where the log's own clock is simulated. */
const systemTime: GatheringClock = {
  now: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
const utf8Bytes = (text: string): number => Buffer.byteLength(text);

/**
 * Opens a log in the SQLite file at `path`, creating it and the folders above it where they are missing. An append
 * that has resolved survives `kill -9` and power loss; concurrent appends share one fsync, and a thread of its own
 * waits for the disk. Memory does not grow with the file.
 *
 * One process has the file at a time, until `close` or its death. Beside the file lie `…-wal` (some 8 MiB;
 * it belongs to the file), `…-holder` (who has it open: information only) and `…-mark` (how far the log has come). A file that is
 * a copy, or is behind its mark, gets a new epoch: subscribers that had read further get a gap. Times that are needed for `ttl` and
 * retention come from `now`. `readLatest` takes an event whose `ttl` is over for the newest still, and leaves it out.
 *
 * Up to 64 MiB of events wait for the disk; what would exceed that is refused with `log-unavailable`.
 *
 * @throws SpillwayError `log-in-use` (the message says by whom), `log-damaged`, `log-full`, `log-unavailable` (the
 *   path cannot be used), `invalid-option`
 *
 * @example
 * ```ts
 * import { openSqliteLog } from 'spillway/log/sqlite';
 *
 * const log = await openSqliteLog('.spillway/events.db', { retention: { seconds: 7 * 24 * 3600 } });
 * const [offset] = await log.append([{ topics: ['orders/42'], data: 'paid', id: 'order-42-paid' }]);
 * console.log(offset, await log.find('order-42-paid'));
 * await log.close();
 * ```
 */
export async function openSqliteLog(path: string, options: SqliteLogOptions = {}): Promise<SqliteLog> {
  const { now = Date.now } = options;
  const retention = retentionBounds(options.retention ?? {}, defaultRetention);
  if (path === '' || path.startsWith(':memory:') || path.startsWith('file:')) {
    throw new SpillwayError('invalid-option', `the path of a log's file cannot be ${JSON.stringify(path)}`);
  }
  const thread = startDiskThread(path);
  try {
    const { epoch, last } = await thread.call('open', { path, retention, now: now() });
    return new ThreadedLog({ path, epoch, last, thread, now });
  } catch (error) {
    await thread.end();
    throw error;
  }
}

/** What one call of `append` brought. */
interface Batch {
  readonly events: readonly NewEvent[];
  readonly records: readonly string[];
  readonly sizes: readonly number[];
  readonly time: number;
  readonly length: number;
  readonly bytes: number;
}

interface Opened {
  readonly path: string;
  readonly epoch: string;
  readonly last: Offset;
  readonly thread: DiskThread;
  readonly now: () => number;
}

class ThreadedLog implements SqliteLog {
  readonly epoch: string;
  readonly #path: string;
  readonly #thread: DiskThread;
  readonly #now: () => number;
  readonly #tails = createTails();
  readonly #groups = createGroupCommit((batches: readonly Batch[]) => this.#commit(batches), groupBounds, systemTime);
  readonly #timer: NodeJS.Timeout;
  #last: Offset;
  #tidying: Promise<void> | undefined;
  #stats = { commits: 0, events: 0 };
  #closing: Promise<void> | undefined;
  /** Settles when no backup is being written. */
  #backups: Promise<unknown> = Promise.resolve();

  constructor({ path, epoch, last, thread, now }: Opened) {
    this.epoch = epoch;
    this.#path = path;
    this.#thread = thread;
    this.#now = now;
    this.#last = last;
    this.#timer = setInterval(() => {
      this.#tidying ??= this.#tidy();
    }, tidyEveryMs).unref();
  }

  async append(events: readonly NewEvent[]): Promise<readonly Offset[]> {
    this.#checkOpen();
    const records = events.map((event) => JSON.stringify(event));
    const sizes = events.map((event) => eventBytes(event, utf8Bytes));
    const bytes = sizes.reduce((sum, size) => sum + size + overheadBytes, 0);
    return this.#groups.append({ events, records, sizes, time: Math.floor(this.#now()), length: events.length, bytes });
  }

  async read(after: Offset, limits: ReadLimits): Promise<LogPage> {
    this.#checkOpen();
    return this.#decode(await this.#thread.call('read', { which: 'all', after, limits, now: this.#now() }));
  }

  async readLatest(after: Offset, limits: ReadLimits): Promise<LogPage> {
    this.#checkOpen();
    return this.#decode(await this.#thread.call('read', { which: 'latest', after, limits, now: this.#now() }));
  }

  tail(listener: (events: readonly LoggedEvent[]) => void): () => void {
    this.#checkOpen();
    return this.#tails.add(listener);
  }

  async bounds(): Promise<LogBounds> {
    this.#checkOpen();
    return this.#thread.call('bounds', { now: this.#now() });
  }

  async find(id: string): Promise<Offset | undefined> {
    this.#checkOpen();
    return this.#thread.call('find', { id, now: this.#now() });
  }

  async trim(first: Offset): Promise<void> {
    this.#checkOpen();
    await this.#thread.call('trim', { first });
  }

  stats(): SqliteLogStats {
    return { ...this.#stats };
  }

  async backup(to: string, { overwrite = false }: BackupOptions = {}): Promise<void> {
    this.#checkOpen();
    const backup = this.#thread.call('backup', { to: resolve(to), overwrite });
    this.#backups = Promise.allSettled([this.#backups, backup]);
    await backup;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #commit(batches: readonly Batch[]): Promise<readonly (readonly Offset[])[]> {
    const all = await this.#thread.call('commit', { group: groupOf(batches), now: this.#now() });
    const appended: LoggedEvent[] = [];
    let position = 0;
    const results = batches.map(({ events, time, length }) => {
      const offsets = all.slice(position, (position += length));
      for (const [index, offset] of offsets.entries()) {
        // New offsets follow one another; any other is that of an event the log held already.
        const event = events[index];
        if (event === undefined || offset !== this.#last + 1) continue;
        this.#last = offset;
        appended.push({ ...event, offset, time });
      }
      return offsets;
    });
    this.#stats = { commits: this.#stats.commits + 1, events: this.#stats.events + appended.length };
    this.#tails.deliver(appended);
    return results;
  }

  /** Lets the thread do what upkeep is due, slice by slice, so that commits and reads go in between. */
  async #tidy(): Promise<void> {
    try {
      while (this.#closing === undefined && (await this.#thread.call('tidy', { now: this.#now() })));
    } catch {
      // Nobody waits for upkeep: what stops it (a full disk, damage) is reported to whoever appends next.
    }
    this.#tidying = undefined;
  }

  #decode({ first, last, through, offsets, times, records }: PageColumns): LogPage {
    const events = records.map((record, index): LoggedEvent => {
      try {
        const event: NewEvent = JSON.parse(record);
        return { ...event, offset: offsets[index] ?? 0, time: times[index] ?? 0 };
      } catch (cause) {
        throw new SpillwayError('log-damaged', damagedMessage(this.#path), { cause });
      }
    });
    return { first, last, through, events };
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#groups.idle(), this.#backups]);
    try {
      // Comes after a slice of upkeep that is under way, and keeps the process alive for it.
      await this.#thread.call('close', {});
      await this.#tidying;
    } finally {
      this.#tails.clear();
      await this.#thread.end();
    }
  }

  #checkOpen(): void {
    if (this.#closing !== undefined)
      throw new SpillwayError('closed', `the log ${this.#path} is closed: open it again`);
  }
}

/** In whole milliseconds, however small or large the `ttl`: the column takes no others. */
function expiryOf(time: number, ttl: number): number {
  return Math.min(Math.ceil(time + ttl * 1000), Number.MAX_SAFE_INTEGER);
}

function groupOf(batches: readonly Batch[]): Group {
  const group: Group = { times: [], ids: [], topics: [], keys: [], expiries: [], bytes: [], records: [] };
  for (const { events, records, sizes, time } of batches) {
    for (const [index, event] of events.entries()) {
      group.times.push(time);
      group.ids.push(event.id);
      group.topics.push(event.topics);
      group.keys.push(event.key);
      group.expiries.push(event.ttl === undefined ? undefined : expiryOf(time, event.ttl));
      group.bytes.push(sizes[index] ?? 0);
      group.records.push(records[index] ?? '');
    }
  }
  return group;
}
