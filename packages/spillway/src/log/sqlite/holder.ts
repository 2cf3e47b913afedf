import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Who has a log's file open, written beside it for the message that the next one gets. It is information only: what
 * keeps others out is SQLite's lock, which the system drops with the process.
 */
interface Holder {
  readonly process: number;
  readonly host: string;
  readonly since: string;
}

export function recordHolder(path: string): void {
  const holder: Holder = { process: process.pid, host: hostname(), since: new Date().toISOString() };
  try {
    writeFileSync(holderPath(path), JSON.stringify(holder) + '\n');
  } catch {
    // On a full disk the log still opens, to be read.
  }
}

export function forgetHolder(path: string): void {
  rmSync(holderPath(path), { force: true });
}

/** Why `path` cannot be opened, when its lock is taken. */
export function inUseMessage(path: string): string {
  const holder = readHolder(path);
  const advice = 'a log has one process at a time: stop that one, or open another file';
  if (holder === undefined || !isAlive(holder)) return `${path} is in use by another program: ${advice}`;
  const who = holder.process === process.pid ? `this very process (${process.pid})` : `process ${holder.process}`;
  return `${path} is in use by ${who} on ${holder.host} since ${holder.since}: ${advice}`;
}

function holderPath(path: string): string {
  return `${path}-holder`;
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder: Partial<Holder> | null = JSON.parse(readFileSync(holderPath(path), 'utf8'));
    if (typeof holder?.process !== 'number' || typeof holder.host !== 'string') return undefined;
    return { process: holder.process, host: holder.host, since: String(holder.since) };
  } catch {
    // No record, or half of one: the lock counts, not the record.
    return undefined;
  }
}

/** Whether the process still runs; one on another host (a shared disk) is taken at its word. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    return process.kill(holder.process, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
