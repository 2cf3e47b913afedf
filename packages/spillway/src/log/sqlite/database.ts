import { DatabaseSync } from 'node:sqlite';
import { SpillwayError } from '../../error.ts';
import { newEpoch } from '../epoch.ts';
import { isBusy } from './failure.ts';
import { createFolderOf } from './folder.ts';
import { inUseMessage, recordHolder } from './holder.ts';
import { claimFile } from './origin.ts';
import { prepareQuery } from './query.ts';

/** "SPLW": marks the file as a log of Spillway's, as `file` and others show it. */
const applicationId = 0x53504c57;
const schemaVersion = 1;

const pragmas = `
  -- Before the first access: one process at a time, by a lock that ends with the process. It also spares the
  -- shared-memory file and every lock call of each commit.
  PRAGMA locking_mode = EXCLUSIVE;
  -- Freed pages are used again; when a quarter of the file is free it is given back in slices (EventStore.tidy).
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  -- One fsync per commit, before it is answered: it survives power loss, on macOS too.
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA checkpoint_fullfsync = ON;
  -- Bounds: 8 MiB of write-ahead log (a larger one makes the pauses of its checkpoints longer, and nothing faster:
  -- bench/log), and 16 MiB of page cache.
  PRAGMA wal_autocheckpoint = 2048;
  PRAGMA journal_size_limit = 8388608;
  PRAGMA cache_size = -16384;
  -- Reading must not need room on a full disk.
  PRAGMA temp_store = MEMORY;
`;

const schema = `
  CREATE TABLE log (
    epoch TEXT NOT NULL,
    first INTEGER NOT NULL, -- the oldest offset that is kept
    last INTEGER NOT NULL,  -- the newest offset ever given out
    total INTEGER NOT NULL  -- bytes of all events ever appended
  ) STRICT;

  CREATE TABLE events (
    offset INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,   -- milliseconds since the Unix epoch
    expires INTEGER,         -- the same; none without a ttl, and none once it is over
    before INTEGER NOT NULL, -- bytes of all events ever appended before this one: any range sums up in two look-ups
    id TEXT,                 -- the publisher's own; kept when the ttl is over, so that a cursor that names it is exact
    record TEXT              -- the event as JSON; none once the ttl is over
  ) STRICT;
  CREATE UNIQUE INDEX events_by_id ON events (id) WHERE id IS NOT NULL;
  CREATE INDEX events_by_expiry ON events (expires) WHERE expires IS NOT NULL;

  -- The newest event of each topic and key.
  CREATE TABLE latest (
    topic TEXT NOT NULL,
    key TEXT NOT NULL, -- empty without a key, and "=" before one
    offset INTEGER NOT NULL,
    PRIMARY KEY (topic, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX latest_by_offset ON latest (offset);

  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/** Opens or creates the file at `path`, alone. Throws a SpillwayError, or SQLite's own error. */
export function openDatabase(path: string): DatabaseSync {
  createFolderOf(path);
  const database = new DatabaseSync(path);
  try {
    database.exec(pragmas);
    // Takes the lock for good, and shows at once whether the file may be written.
    database.exec('BEGIN IMMEDIATE');
    prepareSchema(database, path);
    database.exec('COMMIT');
    claimFile(database, path);
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new SpillwayError('log-in-use', inUseMessage(path), { cause: error });
    throw error;
  }
  recordHolder(path);
  return database;
}

/** Whether a database is a log of Spillway's, of whatever version. */
export function isLogFile(database: DatabaseSync): boolean {
  return readHeader(database).application === applicationId;
}

interface Header {
  readonly application: number;
  readonly version: number;
}

function readHeader(database: DatabaseSync): Header {
  const header = prepareQuery<Header>(
    database,
    'SELECT application_id AS application, user_version AS version FROM pragma_application_id, pragma_user_version',
  ).get();
  return header ?? { application: 0, version: 0 };
}

function prepareSchema(database: DatabaseSync, path: string): void {
  const { application, version } = readHeader(database);
  if (application === applicationId) return checkVersion(version, path);
  const table = database.prepare('SELECT name FROM sqlite_schema LIMIT 1').get();
  if (application !== 0 || table !== undefined) {
    throw new SpillwayError('log-unavailable', `${path} is a database of another program: choose another path`);
  }
  database.exec(schema);
  database.prepare('INSERT INTO log VALUES (?, 1, 0, 0)').run(newEpoch());
}

function checkVersion(version: number, path: string): void {
  if (version <= schemaVersion) return;
  throw new SpillwayError(
    'log-unavailable',
    `${path} was written by a newer Spillway (schema ${version}, and this one knows ${schemaVersion}): update Spillway, or open another file`,
  );
}
