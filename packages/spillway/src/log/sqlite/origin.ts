import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { newEpoch } from '../epoch.ts';
import type { LogBounds } from '../event-log.ts';
import { prepareQuery } from './query.ts';

// A log that goes on from an older copy of its file gives its offsets a second meaning: a subscriber that had read further
// would miss events, and no gap would say so. Such a file needs a new epoch. Two records show it, each where it is there:
//
// - The file holds which file it is. A copy is another file, unless it was written over the original.
// - A mark beside the file holds how far the log had come. A file that is behind its mark is an older copy.

/** Gives the log in the file at `path` a new epoch if the file is a copy, and records that it is an original from now on. */
export function claimFile(database: DatabaseSync, path: string): void {
  const file = fileIdentity(path);
  const recorded = recordedFile(database);
  const isCopy = (recorded !== undefined && !isSameFile(recorded, file, path)) || isBehindMark(database, path);
  if (recorded === file && !isCopy) return;
  try {
    database.exec('BEGIN IMMEDIATE');
    recordFile(database, file);
    if (isCopy) database.prepare('UPDATE log SET epoch = ?').run(newEpoch());
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    // An original that was never recorded can be recorded the next time: a full disk must not keep it from being read.
    if (isCopy) throw error;
  }
}

/** Records that the file is a copy, whatever file it is: a log that is opened from it gets a new epoch. */
export function disownFile(database: DatabaseSync): void {
  recordFile(database, 'a copy');
}

function recordFile(database: DatabaseSync, file: string): void {
  database.exec('CREATE TABLE IF NOT EXISTS origin (file TEXT NOT NULL) STRICT; DELETE FROM origin');
  database.prepare('INSERT INTO origin VALUES (?)').run(file);
}

/** Undefined in a file that was written before files were recorded. */
function recordedFile(database: DatabaseSync): string | undefined {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'origin'").get();
  return table && prepareQuery<{ readonly file: string }>(database, 'SELECT file FROM origin').get()?.file;
}

/** The inode alone is not enough: file systems give the number of a deleted file to the next one. */
function fileIdentity(path: string): string {
  const { ino, birthtimeNs } = statSync(path, { bigint: true });
  return `${ino} ${birthtimeNs}`;
}

function isSameFile(recorded: string, file: string, path: string): boolean {
  if (recorded === file) return true;
  // Where the file system keeps no time of birth, Node shows that of the last change.
  const { birthtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return birthtimeNs === ctimeNs && recorded.split(' ')[0] === file.split(' ')[0];
}

/** A log between two new epochs, and how far it has come. */
export interface Life extends Pick<LogBounds, 'last'> {
  readonly epoch: string;
}

/**
 * Writes how far the log has come beside its file. Call it after the commit, so that the mark may be behind the file and never
 * ahead of it. The log does without the mark where it cannot be written.
 */
export function writeMark(path: string, { epoch, last }: Life): void {
  const draft = `${markPath(path)}-draft`;
  try {
    writeFileSync(draft, `${JSON.stringify({ epoch, last })}\n`);
    renameSync(draft, markPath(path));
  } catch {
    // The disk is full or the folder is read-only. Reading the log goes on without a mark.
  }
}

function isBehindMark(database: DatabaseSync, path: string): boolean {
  const mark = readMark(path);
  const life = prepareQuery<Life>(database, 'SELECT epoch, last FROM log').get();
  return mark !== undefined && life !== undefined && mark.epoch === life.epoch && mark.last > life.last;
}

function readMark(path: string): Life | undefined {
  try {
    const mark = JSON.parse(readFileSync(markPath(path), 'utf8')) as Partial<Life> | null;
    const { epoch, last } = mark ?? {};
    return typeof epoch === 'string' && typeof last === 'number' ? { epoch, last } : undefined;
  } catch {
    // There is none yet, or only half of one.
    return undefined;
  }
}

export function markPath(path: string): string {
  return `${path}-mark`;
}
