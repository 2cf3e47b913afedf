import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SpillwayError } from '../../error.ts';
import { alreadyThere, draftPath, finishCopy } from './backup.ts';
import { isLogFile, openDatabase } from './database.ts';
import { describeFailure } from './failure.ts';
import { createFolderOf, syncFolderOf } from './folder.ts';
import { forgetHolder } from './holder.ts';
import { markPath } from './origin.ts';

export interface RestoreOptions {
  /** Whether a log that is at the path already is replaced; default false. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Puts a backup in the place of a log. The log that is opened there has a new epoch: subscribers that had read further get a
 * gap, and then all that the backup holds. A copy of a log's file made by other means is taken, too, with its `-wal` if that
 * lies beside it; it is checked first. Until the last step nothing at `path` changes.
 *
 * It works on the calling thread, and blocks it.
 *
 * @throws SpillwayError `log-in-use` while a process has the log open, `log-damaged` for a backup that does not pass SQLite's
 *   check, `log-unavailable` for a file that cannot be read or is no log, `invalid-option` where a log is there and
 *   may not be overwritten
 *
 * @example
 * ```ts
 * import { openSqliteLog, restoreSqliteLog } from 'spillway/log/sqlite';
 *
 * const log = await openSqliteLog('.spillway/events.db');
 * await log.backup('.spillway/backup.db');
 * await log.close();
 * restoreSqliteLog('.spillway/backup.db', '.spillway/restored.db');
 * ```
 */
export function restoreSqliteLog(backup: string, path: string, { overwrite = false }: RestoreOptions = {}): void {
  if (!overwrite && existsSync(path)) throw alreadyThere(path);
  createFolderOf(path);
  const draft = draftPath(path);
  try {
    copyDatabase(backup, draft);
    checkBackup(draft, backup);
    finishCopy(draft);
    replaceLog(draft, path);
  } catch (error) {
    removeDatabase(draft);
    const { code, message, cause } = describeFailure(error, backup);
    throw new SpillwayError(code, message, { cause });
  }
}

function copyDatabase(from: string, to: string): void {
  removeDatabase(to);
  copyFileSync(from, to);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

function checkBackup(draft: string, backup: string): void {
  const database = new DatabaseSync(draft);
  try {
    if (!isLogFile(database)) throw new SpillwayError('log-unavailable', `${backup} is no log of Spillway's`);
    const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() ?? {};
    if (found !== 'ok') throw new SpillwayError('log-damaged', String(found));
  } finally {
    database.close();
  }
}

/** The lock of the log that is replaced is held until it is gone, so that no process opens it in between. */
function replaceLog(draft: string, path: string): void {
  const replaced = existsSync(path) ? openDatabase(path) : undefined;
  renameSync(draft, path);
  replaced?.close();
  forgetHolder(path);
  for (const beside of [`${path}-wal`, `${path}-shm`, markPath(path)]) rmSync(beside, { force: true });
  syncFolderOf(path);
}

function removeDatabase(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
}
