import { existsSync, renameSync, rmSync } from 'node:fs';
import * as sqlite from 'node:sqlite';
import { SpillwayError } from '../../error.ts';
import { createFolderOf, syncFile, syncFolderOf } from './folder.ts';
import { disownFile } from './origin.ts';

/** How many pages of 4 KiB are copied before other work has its turn. */
const pagesPerStep = 256;

/**
 * Writes a copy of the log, as of one moment near the end of the call, to the file `to`. Commits and reads go on meanwhile,
 * between steps of 1 MiB. The file appears whole or not at all, and is marked as a copy.
 */
export async function writeBackup(database: sqlite.DatabaseSync, to: string, overwrite: boolean): Promise<void> {
  if (!overwrite && existsSync(to)) throw alreadyThere(to);
  createFolderOf(to);
  const draft = draftPath(to);
  rmSync(draft, { force: true });
  try {
    // Deno has no online backup: there the log stands still meanwhile.
    if ('backup' in sqlite) await sqlite.backup(database, draft, { rate: pagesPerStep });
    else database.prepare('VACUUM INTO ?').run(draft);
    finishCopy(draft);
    renameSync(draft, to);
    syncFolderOf(to);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Makes of a copied database one file, marked as a copy and on the disk. */
export function finishCopy(path: string): void {
  const copy = new sqlite.DatabaseSync(path);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    disownFile(copy);
  } finally {
    copy.close();
  }
  syncFile(path);
}

/** Where a copy is written before it is whole. */
export function draftPath(path: string): string {
  return `${path}-draft`;
}

export function alreadyThere(path: string): SpillwayError {
  return new SpillwayError('invalid-option', `${path} is there already: choose another path, or have it overwritten`);
}
