import type { EventLog } from 'spillway';
import { createMemoryLog } from 'spillway/log/memory';
import { openSqliteLog } from 'spillway/log/sqlite';
import { serveBackups } from './backup-socket.ts';
import { type HubServerSettings, SettingsError } from './settings.ts';

export interface OpenedLog {
  readonly log: EventLog;
  /** Takes no more requests for backups. */
  readonly stopBackups: () => void;
}

/** Opens the log that the setting names: `sqlite:PATH`, which takes requests for backups, or `memory:`. */
export async function openLog({ log, retention }: Pick<HubServerSettings, 'log' | 'retention'>): Promise<OpenedLog> {
  if (log === 'memory:') return { log: createMemoryLog({ retention }), stopBackups: () => {} };
  const path = sqlitePath(log);
  if (path === undefined) {
    throw new SettingsError(`--log must be sqlite:PATH (such as sqlite:.spillway/events.db) or memory:, not "${log}"`);
  }
  const opened = await openSqliteLog(path, { retention });
  return { log: opened, stopBackups: await serveBackups(path, opened) };
}

/** The file of a log, `sqlite:PATH`; undefined for any other. */
export function sqlitePath(log: string): string | undefined {
  return /^sqlite:(.+)$/s.exec(log)?.[1];
}
