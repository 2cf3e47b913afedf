import type { DatabaseSync } from 'node:sqlite';
import type { Offset } from '../../event.ts';
import { prepareQuery, type Query } from './query.ts';

/** An event as it is read. */
export interface EventRow {
  readonly offset: Offset;
  readonly time: number;
  readonly record: string;
}

/** The table `latest`: which event is the newest of its topic and key. */
export interface NewestEvents {
  /** Writes one row for each topic and key of a group, however many events it had of them. */
  write(notes: NewestNotes): void;
  /** Removes what is in `[from, end)`. */
  remove(from: Offset, end: Offset): void;
  /** Removes the (at most `limit`) events that `events` empties next because their `ttl` is over. */
  removeExpired(now: number, limit: number): void;
  /** Reads, with parameters `after` and `now`, the newest events that are not expired, in order. */
  readonly read: Query<EventRow>;
}

/** The newest offsets of the group that is being inserted: by topic, and by key as the table has it. */
export type NewestNotes = Map<string, Map<string, Offset>>;

export function noteNewest(
  notes: NewestNotes,
  topics: readonly string[],
  key: string | undefined,
  offset: Offset,
): void {
  const keyColumn = key === undefined ? '' : `=${key}`;
  for (const topic of topics) {
    const ofTopic = notes.get(topic);
    if (ofTopic === undefined) notes.set(topic, new Map([[keyColumn, offset]]));
    else ofTopic.set(keyColumn, offset);
  }
}

export function createNewestEvents(database: DatabaseSync): NewestEvents {
  const upsert = database.prepare(
    'INSERT INTO latest VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET offset = excluded.offset',
  );
  const remove = database.prepare('DELETE FROM latest WHERE offset >= ? AND offset < ?');
  const removeExpired = database.prepare(
    'DELETE FROM latest WHERE offset IN (SELECT offset FROM events WHERE expires <= ? ORDER BY expires LIMIT ?)',
  );
  const read = prepareQuery<EventRow>(
    database,
    // DISTINCT: an event of several topics may be the newest of each.
    `SELECT DISTINCT events.offset, time, record FROM latest CROSS JOIN events ON events.offset = latest.offset
     WHERE latest.offset > ? AND record IS NOT NULL AND (expires IS NULL OR expires > ?) ORDER BY latest.offset`,
  );

  return {
    write(notes) {
      for (const [topic, ofTopic] of notes) {
        for (const [key, offset] of ofTopic) upsert.run(topic, key, offset);
      }
    },
    remove(from, end) {
      remove.run(from, end);
    },
    removeExpired(now, limit) {
      removeExpired.run(now, limit);
    },
    read,
  };
}
