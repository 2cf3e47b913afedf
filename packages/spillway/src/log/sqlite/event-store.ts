import type { DatabaseSync } from 'node:sqlite';
import { SpillwayError } from '../../error.ts';
import type { Offset } from '../../event.ts';
import { newEpoch } from '../epoch.ts';
import type { LogBounds } from '../event-log.ts';
import type { RetentionBounds } from '../retention.ts';
import { createNewestEvents, noteNewest, type EventRow, type NewestEvents, type NewestNotes } from './newest-events.ts';
import type { Life } from './origin.ts';
import type { Calls, Group, PageColumns } from './protocol.ts';
import { prepareQuery } from './query.ts';

/** What the file holds. */
interface Extent extends LogBounds {
  /** Bytes of all events ever appended. */
  readonly total: number;
  /** The oldest row; rows before `first` are trimmed already and wait for removal. */
  readonly floor: Offset;
}

/** What is known of an offset without reading its event. */
interface Place {
  readonly time: number;
  readonly before: number;
}

interface OffsetRow {
  readonly offset: Offset;
}

interface LogRow extends LogBounds {
  readonly epoch: string;
  readonly total: number;
  readonly floor: Offset | null;
}

/** How much upkeep is done in one go, so that a commit or a read never waits long for it. */
interface Slice {
  readonly rows: number;
  readonly bytes: number;
}

const idleSlice: Slice = { rows: 2_000, bytes: 8 * 1024 * 1024 };
const pagesPerVacuum = 256;
/** Rows that one look at the age of the oldest passes at most. */
const ageStep = 10_000;

/** The events in one database, seen from the disk thread: every method blocks until it is done. */
export class EventStore {
  readonly epoch: string;
  readonly #database: DatabaseSync;
  readonly #retention: RetentionBounds;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #newest: NewestEvents;
  #extent: Extent;

  constructor(database: DatabaseSync, retention: RetentionBounds) {
    this.#database = database;
    this.#retention = retention;
    this.#statements = prepareStatements(database);
    this.#newest = createNewestEvents(database);
    const found = this.#statements.log.get();
    if (found === undefined) throw new SpillwayError('log-damaged', 'the log has lost its table of itself');
    const { epoch, first, last, total, floor } = found;
    // A file whose events were deleted by hand starts empty again, under a new epoch, and tells of the gap.
    const emptied = floor === null && first <= last;
    this.epoch = emptied ? newEpoch() : epoch;
    if (emptied) this.#statements.rename.run(this.epoch);
    this.#extent = { first: Math.max(first, floor ?? last + 1), last, total, floor: floor ?? last + 1 };
  }

  /** How far the log has come in this epoch. */
  get life(): Life {
    return { epoch: this.epoch, last: this.#extent.last };
  }

  /** Appends a group of batches and resolves ids that the log holds. All of it, or an error and nothing. */
  commit({ group, now }: Calls['commit']): readonly Offset[] {
    return this.#transaction(() => {
      this.#trimToRetention(now);
      const bytes = this.#extent.total;
      // Whoever appends nothing asks whether the log can be written, and SQLite leaves out what changes nothing.
      if (group.records.length === 0) this.#statements.touch.run();
      const offsets = this.#insert(group);
      this.#trimToRetention(now);
      // Removes twice of what came in: the backlog shrinks, and costs no fsync of its own.
      this.#upkeep(now, { rows: 2 * offsets.length + 64, bytes: 2 * (this.#extent.total - bytes) + 65_536 });
      return offsets;
    });
  }

  read({ which, after, limits, now }: Calls['read']): PageColumns {
    const { first, last } = this.bounds({ now });
    const page = { first, last, offsets: [] as number[], times: [] as number[], records: [] as string[] };
    const query = which === 'all' ? this.#statements.read : this.#newest.read;
    let size = 0;
    try {
      for (const { offset, time, record } of query.iterate(Math.max(after, first - 1), now)) {
        if (page.offsets.length > 0 && (page.offsets.length >= limits.events || size >= limits.bytes)) {
          return { ...page, through: offset - 1 };
        }
        page.offsets.push(offset);
        page.times.push(time);
        page.records.push(record);
        size += record.length;
      }
    } catch (error) {
      // Up to the damaged place the events are good; the next read begins with it and reports it.
      const through = page.offsets.at(-1);
      if (through === undefined) throw error;
      return { ...page, through };
    }
    return { ...page, through: Math.max(after, last) };
  }

  bounds({ now }: Calls['bounds']): LogBounds {
    try {
      this.#trimToRetention(now);
    } catch {
      // Damage at the beginning must not keep the rest from being read; the next commit reports it.
    }
    return { first: this.#extent.first, last: this.#extent.last };
  }

  find({ id, now }: Calls['find']): Offset | undefined {
    const { first } = this.bounds({ now });
    const offset = this.#offsetOf(id);
    return offset !== undefined && offset >= first ? offset : undefined;
  }

  trim({ first }: Calls['trim']): void {
    this.#transaction(() => {
      this.#trimTo(Math.min(first, this.#extent.last + 1));
    });
  }

  /** Does a slice of the upkeep that is due; returns whether more is. */
  tidy({ now }: Calls['tidy']): boolean {
    this.#trimToRetention(now);
    const due = this.#extent.floor < this.#extent.first || this.#statements.expired.get(now) !== undefined;
    const more = due && this.#transaction(() => this.#upkeep(now, idleSlice));
    return more || this.#vacuum();
  }

  #transaction<T>(work: () => T): T {
    const extent = this.#extent;
    this.#statements.begin.run();
    try {
      const result = work();
      const { first, last, total } = this.#extent;
      this.#statements.save.run(first, last, total);
      this.#statements.commit.run();
      return result;
    } catch (error) {
      this.#extent = extent;
      // SQLite has rolled back by itself where the disk is full or fails.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #insert(group: Group): Offset[] {
    const { insert } = this.#statements;
    const { times, ids, expiries, bytes, records } = group;
    const newest: NewestNotes = new Map();
    let { last, total } = this.#extent;
    const offsets = records.map((record, index) => {
      const id = ids[index];
      const row = [last + 1, times[index] ?? 0, expiries[index] ?? null, total, id ?? null, record] as const;
      if (insert.run(...row).changes === 0) {
        const known = id === undefined ? undefined : this.#offsetOf(id);
        if (known !== undefined && known >= this.#extent.first) return known;
        // Trimmed, but not removed yet: that event is gone, and its id is free again.
        if (known !== undefined) this.#statements.forgetId.run(known);
        insert.run(...row);
      }
      last++;
      total += bytes[index] ?? 0;
      noteNewest(newest, group.topics[index] ?? [], group.keys[index], last);
      return last;
    });
    this.#newest.write(newest);
    this.#extent = { ...this.#extent, last, total };
    return offsets;
  }

  #trimToRetention(now: number): void {
    const { last, total } = this.#extent;
    const { events, bytes, ageMs } = this.#retention;
    let first = Math.max(this.#extent.first, last + 1 - events);
    if (total - this.#place(first).before > bytes) {
      first = this.#search(first, last + 1, (place) => total - place.before <= bytes);
    }
    const oldest = now - ageMs;
    if (this.#place(first).time < oldest) {
      const end = Math.min(first + ageStep, last + 1);
      first = this.#statements.young.get(first, end, oldest)?.offset ?? end;
    }
    this.#trimTo(first);
  }

  /** Trims at once, but leaves the rows to be removed in slices. */
  #trimTo(first: Offset): void {
    if (first > this.#extent.first) this.#extent = { ...this.#extent, first };
  }

  /** Removes what was trimmed and empties what expired, within the slice; returns whether there may be more. */
  #upkeep(now: number, slice: Slice): boolean {
    const { floor, first } = this.#extent;
    let end = Math.min(first, floor + slice.rows);
    if (floor < end) {
      const bytes = this.#place(floor).before + slice.bytes;
      end = this.#search(floor + 1, end, (place) => place.before >= bytes);
      this.#newest.remove(floor, end);
      this.#statements.remove.run(floor, end);
      this.#extent = { ...this.#extent, floor: end };
    }
    this.#newest.removeExpired(now, slice.rows);
    const emptied = this.#statements.empty.run(now, slice.rows).changes;
    return end < first || emptied === slice.rows;
  }

  /** Gives free pages back to the file system, a few at a time, once they are a quarter of the file. */
  #vacuum(): boolean {
    const { free = 0, pages = 0 } = this.#statements.pages.get() ?? {};
    if (free < 4 * pagesPerVacuum || free * 4 < pages) return false;
    this.#database.exec(`PRAGMA incremental_vacuum(${pagesPerVacuum})`);
    // A file that was rebuilt by other tools may not be able to give back anything.
    return (this.#statements.pages.get()?.free ?? 0) < free;
  }

  #offsetOf(id: string): Offset | undefined {
    return this.#statements.find.get(id)?.offset;
  }

  #place(offset: Offset): Place {
    if (offset > this.#extent.last) return { time: Infinity, before: this.#extent.total };
    const place = this.#statements.place.get(offset);
    if (place === undefined) throw new SpillwayError('log-damaged', `the log has lost its event ${offset}`);
    return place;
  }

  /** The first offset of `[low, high)` whose place is `wanted`, else `high`; all that follow one must be so too. */
  #search(low: Offset, high: Offset, wanted: (place: Place) => boolean): Offset {
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (wanted(this.#place(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function prepareStatements(database: DatabaseSync) {
  return {
    log: prepareQuery<LogRow>(
      database,
      'SELECT epoch, first, last, total, (SELECT min(offset) FROM events) AS floor FROM log',
    ),
    begin: database.prepare('BEGIN'),
    commit: database.prepare('COMMIT'),
    rename: database.prepare('UPDATE log SET epoch = ?, first = last + 1'),
    save: database.prepare('UPDATE log SET first = ?, last = ?, total = ?'),
    touch: database.prepare('UPDATE log SET total = total + 1'),
    insert: database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'),
    find: prepareQuery<OffsetRow>(database, 'SELECT offset FROM events WHERE id = ?'),
    forgetId: database.prepare('UPDATE events SET id = NULL WHERE offset = ?'),
    place: prepareQuery<Place>(database, 'SELECT time, before FROM events WHERE offset = ?'),
    young: prepareQuery<OffsetRow>(
      database,
      'SELECT offset FROM events WHERE offset >= ? AND offset < ? AND time >= ? ORDER BY offset LIMIT 1',
    ),
    read: prepareQuery<EventRow>(
      database,
      `SELECT offset, time, record FROM events
       WHERE offset > ? AND record IS NOT NULL AND (expires IS NULL OR expires > ?) ORDER BY offset`,
    ),
    remove: database.prepare('DELETE FROM events WHERE offset >= ? AND offset < ?'),
    expired: prepareQuery<OffsetRow>(database, 'SELECT offset FROM events WHERE expires <= ? LIMIT 1'),
    empty: database.prepare(
      `UPDATE events SET expires = NULL, record = NULL
       WHERE offset IN (SELECT offset FROM events WHERE expires <= ? ORDER BY expires LIMIT ?)`,
    ),
    pages: prepareQuery<{ readonly free: number; readonly pages: number }>(
      database,
      'SELECT freelist_count AS free, page_count AS pages FROM pragma_freelist_count, pragma_page_count',
    ),
  };
}
