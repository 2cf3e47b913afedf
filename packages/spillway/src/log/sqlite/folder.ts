import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SpillwayError } from '../../error.ts';

/** Creates the folders above `path` that are missing, so that they survive a power loss too. */
export function createFolderOf(path: string): void {
  try {
    createFolder(dirname(resolve(path)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `cannot create the folder of ${path} (${reason}): choose another path, or see to its permissions`;
    throw new SpillwayError('log-unavailable', message, { cause });
  }
}

/** One folder at a time: where none can be made, as in /proc, mkdir's own `recursive` never returns (Node 22 to 26). */
function createFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  createFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error;
  }
  syncFolder(parent);
}

/** A new or renamed file is an entry in its folder, which must reach the disk as well. */
export function syncFolderOf(path: string): void {
  syncFolder(dirname(resolve(path)));
}

export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A new folder is an entry in its parent, which must reach the disk as well. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
