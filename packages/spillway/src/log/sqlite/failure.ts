import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpillwayError } from '../../error.ts';
import type { Failure } from './protocol.ts';

// [https://sqlite.org/rescode.html] Primary result codes: the low 8 bits of the extended ones that node:sqlite gives.
const sqlitePerm = 3;
const sqliteBusy = 5;
const sqliteReadOnly = 8;
const sqliteIoError = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCannotOpen = 14;
const sqliteNotADatabase = 26;

/** Names what went wrong with the file at `path`, and what to do about it. */
export function describeFailure(error: unknown, path: string): Failure {
  if (error instanceof SpillwayError) {
    if (error.code === 'log-damaged') return { code: 'log-damaged', message: damagedMessage(path), cause: error };
    return { code: error.code, message: error.message, cause: error.cause };
  }
  const reason = error instanceof Error ? error.message : String(error);
  switch (primaryCode(error)) {
    case sqliteFull:
      return full(path, error);
    case sqliteIoError:
      // Some file systems report a full disk only when they sync, as a plain I/O error.
      if (isNearlyFull(path)) return full(path, error);
      return {
        code: 'log-unavailable',
        message: `reading or writing ${path} failed (${reason}): check the disk and the system's log`,
        cause: error,
      };
    case sqliteCorrupt:
    case sqliteNotADatabase:
      return { code: 'log-damaged', message: damagedMessage(path), cause: error };
    case sqliteCannotOpen:
    case sqliteReadOnly:
    case sqlitePerm:
      return {
        code: 'log-unavailable',
        message: `cannot open ${path} for writing (${reason}): check that it is a file, and that it and its folder may be written`,
        cause: error,
      };
    default:
      return { code: 'log-unavailable', message: `the log ${path} failed: ${reason}`, cause: error };
  }
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === sqliteBusy;
}

export function damagedMessage(path: string): string {
  return (
    `${path} is damaged: publishing is refused. Stop what uses it and keep a copy; then restore a backup, or save ` +
    `what can still be read with \`sqlite3 ${path} .recover\`, or move the file away to begin with an empty log`
  );
}

/** 0 ("ok") for an error that is not SQLite's. */
function primaryCode(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  // Deno 2.9 leaves the code out of errors of `exec` and of the constructor.
  if (!('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return 0;
  return messages.find(([message]) => error.message.startsWith(message))?.[1] ?? 0;
}

/** [https://sqlite.org/c3ref/errcode.html] `sqlite3_errstr` has a fixed text for each primary code. */
const messages: readonly (readonly [message: string, code: number])[] = [
  ['access permission denied', sqlitePerm],
  ['database is locked', sqliteBusy],
  ['attempt to write a readonly database', sqliteReadOnly],
  ['disk I/O error', sqliteIoError],
  ['database disk image is malformed', sqliteCorrupt],
  ['database or disk is full', sqliteFull],
  ['unable to open database file', sqliteCannotOpen],
  ['file is not a database', sqliteNotADatabase],
];

function full(path: string, cause: unknown): Failure {
  const message = `the disk that holds ${path} is full: publishing is refused and reading goes on; make room, then publish again`;
  return { code: 'log-full', message, cause };
}

function isNearlyFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < 1024 * 1024;
  } catch {
    // The disk does not even answer that: then "full" is not what is known about it.
    return false;
  }
}
