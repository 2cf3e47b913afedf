import type { EventLog } from 'spillway';
import { createMemoryLog } from 'spillway/log/memory';
import { openSqliteLog } from 'spillway/log/sqlite';
import { type HubServerSettings, SettingsError } from './settings.ts';

/** Opens the log that the setting names: `sqlite:PATH` or `memory:`. */
export async function openLog({ log, retention }: Pick<HubServerSettings, 'log' | 'retention'>): Promise<EventLog> {
  if (log === 'memory:') return createMemoryLog({ retention });
  const path = log.startsWith('sqlite:') ? log.slice('sqlite:'.length) : '';
  if (path === '') {
    throw new SettingsError(`--log must be sqlite:PATH (such as sqlite:.spillway/events.db) or memory:, not "${log}"`);
  }
  return openSqliteLog(path, { retention });
}
