import { open, truncate, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteLog } from 'spillway/log/sqlite';
import type { EventLog } from '../../src/log/event-log.ts';
import { openTemporaryLog } from './temporary-log.ts';

/** The path of a closed log of 2,000 events, of 1 KB each. */
async function closedLog(): Promise<{ readonly path: string; readonly epoch: string }> {
  const { log, path, dispose } = await openTemporaryLog();
  onTestFinished(dispose);
  const events = Array.from({ length: 2000 }, (_, index) => ({ topics: ['t'], data: `${index} `.padEnd(1000, '.') }));
  await log.append(events);
  await log.close();
  return { path, epoch: log.epoch };
}

async function overwrite(path: string, from: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, from);
  await file.close();
}

async function readUpToTheDamage(log: EventLog): Promise<{ readonly read: number; readonly error: unknown }> {
  let after = 0;
  for (;;) {
    try {
      const { through, last } = await log.read(after, { events: 50, bytes: Infinity });
      after = through;
      if (after === last) return { read: after, error: undefined };
    } catch (error) {
      return { read: after, error };
    }
  }
}

test('a file whose header is garbage is refused, with a message that names it and says what to do', async () => {
  const { path } = await closedLog();
  await overwrite(path, 0, new Uint8Array(4096).fill(0xa5));
  await expect(openSqliteLog(path)).rejects.toMatchObject({
    code: 'log-damaged',
    message: expect.stringMatching(/events\.db is damaged.*restore a backup.*\.recover.*move the file away/),
  });
});

test('a file that never was a database is refused', async () => {
  const { path } = await closedLog();
  await writeFile(path, 'Dear diary, '.repeat(1000));
  await expect(openSqliteLog(path)).rejects.toMatchObject({ code: 'log-damaged' });
});

test('damage in the middle is found by the read that comes upon it; then publishing is refused, and reading goes on', async () => {
  const { path } = await closedLog();
  await overwrite(path, 300 * 4096, new Uint8Array(100 * 4096).fill(0xa5));
  const log = await openSqliteLog(path);
  const { read, error } = await readUpToTheDamage(log);
  expect(error).toMatchObject({ code: 'log-damaged', message: expect.stringContaining(path) });
  expect(read).toBeGreaterThan(500);
  await expect(log.append([{ topics: ['t'], data: 'more' }])).rejects.toMatchObject({ code: 'log-damaged' });
  expect((await log.read(0, { events: 10, bytes: Infinity })).events).toHaveLength(10);
  expect((await log.read(1990, { events: 100, bytes: Infinity })).events).toHaveLength(10);
  await log.close();
});

test('a damaged event is an error, not an event', async () => {
  const { path } = await closedLog();
  const database = new DatabaseSync(path);
  database.exec(`UPDATE events SET record = substr(record, 1, 500) WHERE offset = 7`);
  database.close();
  const log = await openSqliteLog(path);
  await expect(log.read(6, { events: 1, bytes: 1 })).rejects.toMatchObject({ code: 'log-damaged' });
  expect((await log.read(7, { events: 1, bytes: 1 })).events).toHaveLength(1);
  await log.close();
});

test('a file that was emptied begins a new life: a new epoch, and offsets from 1', async () => {
  const { path, epoch } = await closedLog();
  await truncate(path, 0);
  const log = await openSqliteLog(path);
  expect(log.epoch).not.toBe(epoch);
  expect(await log.bounds()).toEqual({ first: 1, last: 0 });
  await log.close();
});

test('a file whose events were deleted by hand begins a new life too', async () => {
  const { path, epoch } = await closedLog();
  const database = new DatabaseSync(path);
  database.exec('DELETE FROM events');
  database.close();
  const log = await openSqliteLog(path);
  expect(log.epoch).not.toBe(epoch);
  expect(await log.append([{ topics: ['t'], data: 'first' }])).toEqual([2001]);
  expect(await log.bounds()).toEqual({ first: 2001, last: 2001 });
  await log.close();
});

test('a file of a newer Spillway is refused', async () => {
  const { path } = await closedLog();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(openSqliteLog(path)).rejects.toMatchObject({
    code: 'log-unavailable',
    message: expect.stringMatching(/written by a newer Spillway \(schema 99, and this one knows 1\)/),
  });
});

test("another program's database is refused, and not touched", async () => {
  const { path } = await closedLog();
  await truncate(path, 0);
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE recipes (name TEXT)');
  await expect(openSqliteLog(path)).rejects.toMatchObject({
    code: 'log-unavailable',
    message: expect.stringContaining('a database of another program'),
  });
  expect(database.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'recipes' }]);
  database.close();
});

test.each(['/dev/null/events.db', '/proc/nowhere/events.db', '/'])(
  'the path %j is refused with a reason',
  async (path) => {
    await expect(openSqliteLog(path)).rejects.toMatchObject({
      code: 'log-unavailable',
      message: expect.stringMatching(/^cannot (open|create the folder of) .*\(.+\)/),
    });
  },
);

test.each(['', ':memory:', 'file:events.db'])('the path %j is refused, for it would not be a file', async (path) => {
  await expect(openSqliteLog(path)).rejects.toMatchObject({ code: 'invalid-option' });
});
