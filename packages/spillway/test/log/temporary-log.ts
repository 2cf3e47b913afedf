import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLog, type SqliteLog, type SqliteLogOptions } from 'spillway/log/sqlite';

export interface TemporaryLog {
  readonly log: SqliteLog;
  readonly path: string;
  readonly reopen: (options?: SqliteLogOptions) => Promise<SqliteLog>;
  readonly dispose: () => Promise<void>;
}

/** A SQLite log in a folder of its own, which goes with it. */
export async function openTemporaryLog(options: SqliteLogOptions = {}): Promise<TemporaryLog> {
  const folder = await mkdtemp(join(tmpdir(), 'spillway-log-'));
  const path = join(folder, 'events.db');
  let log = await openSqliteLog(path, options);
  return {
    log,
    path,
    async reopen(newOptions = options) {
      await log.close();
      log = await openSqliteLog(path, newOptions);
      return log;
    },
    async dispose() {
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
}
