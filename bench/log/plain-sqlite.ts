import { DatabaseSync } from 'node:sqlite';
import type { Appender } from './run.ts';

/** What one writes first: a table, and a transaction for each append, on the main thread; as durable as the other. */
export function openPlainSqlite(path: string): Appender {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE events (offset INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER, id TEXT UNIQUE, topics TEXT, data TEXT);
  `);
  const insert = database.prepare('INSERT INTO events (time, id, topics, data) VALUES (?, ?, ?, ?)');
  let commits = 0;
  return {
    async append(events) {
      database.exec('BEGIN');
      for (const { id, topics, data } of events) insert.run(Date.now(), id ?? null, JSON.stringify(topics), data);
      database.exec('COMMIT');
      commits++;
      // As a server would between requests: let other work have a turn.
      await new Promise((resolve) => setImmediate(resolve));
    },
    commits: () => commits,
    async close() {
      database.close();
    },
  };
}
