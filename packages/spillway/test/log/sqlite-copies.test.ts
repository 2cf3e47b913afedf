import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type SqliteLog, openSqliteLog, restoreSqliteLog } from 'spillway/log/sqlite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../../hub/test/support/temporary-folder.ts';
import { createHub } from '../../src/index.ts';
import { patient } from '../../../hub/test/support/patience.ts';

async function open(path: string): Promise<SqliteLog> {
  const log = await openSqliteLog(path);
  onTestFinished(() => log.close());
  return log;
}

/** Opens a log, does something with it, and closes it. Resolves with its epoch. */
async function during(path: string, use: (log: SqliteLog) => Promise<unknown> = async () => {}): Promise<string> {
  const log = await openSqliteLog(path);
  await use(log);
  await log.close();
  return log.epoch;
}

const append = (log: SqliteLog, ...data: readonly string[]) =>
  log.append(data.map((text) => ({ topics: ['t'], data: text })));

async function dataIn(log: SqliteLog): Promise<string[]> {
  const { events } = await log.read(0, { events: 1000, bytes: Infinity });
  return events.map(({ data }) => data);
}

async function aFolder() {
  const folder = await temporaryFolder();
  return { folder, path: join(folder, 'events.db'), copy: join(folder, 'copy.db') };
}

describe('a log keeps its epoch', () => {
  test('when it is closed and opened again', async () => {
    const { path } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    expect(await during(path, (log) => append(log, '2'))).toBe(epoch);
    expect(await during(path)).toBe(epoch);
  });

  test('when its file is moved within the file system', async () => {
    const { folder, path } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    mkdirSync(join(folder, 'elsewhere'));
    renameSync(path, join(folder, 'elsewhere', 'moved.db'));
    expect(await during(join(folder, 'elsewhere', 'moved.db'))).toBe(epoch);
  });

  test('when the file was written before files were recorded', async () => {
    const { path } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    const database = new DatabaseSync(path);
    database.exec('DROP TABLE origin');
    database.close();
    expect(await during(path)).toBe(epoch);
    expect(await during(path)).toBe(epoch);
  });

  test.each(['', '{"epoch":"x","last":', 'null', '{"epoch":"another","last":99}'])(
    'beside the mark %j',
    async (mark) => {
      const { path } = await aFolder();
      const epoch = await during(path, (log) => append(log, '1'));
      writeFileSync(`${path}-mark`, mark);
      expect(await during(path)).toBe(epoch);
    },
  );
});

describe('a log gets a new epoch, and keeps its events', () => {
  test('in a copy of its file', async () => {
    const { path, copy } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    copyFileSync(path, copy);
    const copied = await open(copy);
    expect(copied.epoch).not.toBe(epoch);
    expect(await dataIn(copied)).toEqual(['1']);
    // The original stays what it is.
    expect(await during(path)).toBe(epoch);
  });

  test('where a copy takes the place of the deleted original', async () => {
    const { path, copy } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    copyFileSync(path, copy);
    await during(path, (log) => append(log, '2'));
    rmSync(path);
    copyFileSync(copy, path);
    expect(await during(path)).not.toBe(epoch);
  });

  test('where an older copy is written over the original', async () => {
    const { path, copy } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    copyFileSync(path, copy);
    await during(path, (log) => append(log, '2'));
    const { ino } = statSync(path);
    writeFileSync(path, readFileSync(copy));
    expect(statSync(path).ino).toBe(ino);
    const restored = await during(path);
    expect(restored).not.toBe(epoch);
    // Once: it is an original again.
    expect(await during(path)).toBe(restored);
  });

  test('where an older copy is written over the original of a process that was killed, if a second had passed', async () => {
    const { path, copy } = await aFolder();
    const log = await open(path);
    await append(log, '1');
    await log.backup(copy);
    await append(log, '2');
    await vi.waitFor(
      () => expect(JSON.parse(readFileSync(`${path}-mark`, 'utf8'))).toMatchObject({ last: 2 }),
      patient,
    );
    // What a process that is killed leaves is the file and its write-ahead log, as they are.
    const { folder: other, path: left } = await aFolder();
    for (const ending of ['', '-wal', '-mark']) copyFileSync(`${path}${ending}`, `${left}${ending}`);
    const epoch = await during(left);
    expect(await during(left)).toBe(epoch);
    writeFileSync(left, readFileSync(copy));
    expect(await during(left)).not.toBe(epoch);
    expect(readdirSync(other)).toContain('events.db');
  });
});

describe('a backup', () => {
  test('has what was acknowledged before, while the log goes on', async () => {
    const { path, copy } = await aFolder();
    const log = await open(path);
    await append(log, ...Array.from({ length: 500 }, (_, n) => `${n} ${'x'.repeat(10_000)}`));
    const backup = log.backup(copy);
    const meanwhile = await append(log, 'meanwhile');
    expect(meanwhile).toEqual([501]);
    await backup;
    const copied = await open(copy);
    expect(copied.epoch).not.toBe(log.epoch);
    expect((await dataIn(copied)).slice(0, 500)).toEqual((await dataIn(log)).slice(0, 500));
  });

  test('is one file, and nothing is left beside it', async () => {
    const { folder, path } = await aFolder();
    const log = await open(path);
    await append(log, '1');
    await log.backup(join(folder, 'backups', 'today.db'));
    expect(readdirSync(join(folder, 'backups'))).toEqual(['today.db']);
  });

  test('overwrites a file only where its options say so', async () => {
    const { path, copy } = await aFolder();
    const log = await open(path);
    writeFileSync(copy, 'precious');
    await expect(log.backup(copy)).rejects.toMatchObject({ code: 'invalid-option' });
    expect(readFileSync(copy, 'utf8')).toBe('precious');
    await log.backup(copy, { overwrite: true });
    expect(statSync(copy).size).toBeGreaterThan(4096);
  });

  test('that cannot be written says why, and leaves nothing', async () => {
    const { folder, path } = await aFolder();
    const log = await open(path);
    writeFileSync(join(folder, 'file'), '');
    await expect(log.backup(join(folder, 'file', 'backup.db'))).rejects.toMatchObject({ code: 'log-unavailable' });
    expect(await append(log, '1')).toEqual([1]);
  });

  test('is finished before the log closes', async () => {
    const { path, copy } = await aFolder();
    const log = await openSqliteLog(path);
    await append(log, ...Array.from({ length: 300 }, () => 'x'.repeat(10_000)));
    const backup = log.backup(copy);
    await log.close();
    await backup;
    expect(await dataIn(await open(copy))).toHaveLength(300);
  });
});

describe('restoring', () => {
  test('makes a log of a backup again, and a subscriber that had read further gets a gap', async () => {
    const { path, copy } = await aFolder();
    let cursor = '';
    await during(path, async (log) => {
      await append(log, '1', '2');
      await log.backup(copy);
      await append(log, '3');
      cursor = `${log.epoch}-3`;
    });
    restoreSqliteLog(copy, path, { overwrite: true });
    const hub = createHub({ log: await openSqliteLog(path) });
    onTestFinished(() => hub.close());
    const [{ id }] = [await hub.publish({ topic: 't', data: 'another third' })];
    expect(id).not.toBe(cursor);
    const page = await hub.page({ topics: ['t'], cursor });
    expect(page.gap).toEqual({ reason: 'epoch', after: cursor });
    expect(page.events.map(({ data }) => data)).toEqual(['1', '2', 'another third']);
  });

  test('takes the file of a log that was copied with its write-ahead log', async () => {
    const { path, copy } = await aFolder();
    const log = await open(path);
    await append(log, '1');
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    const { folder } = await aFolder();
    restoreSqliteLog(copy, join(folder, 'restored.db'));
    const restored = await open(join(folder, 'restored.db'));
    expect(await dataIn(restored)).toEqual(['1']);
    expect(restored.epoch).not.toBe(log.epoch);
  });

  test.each<[what: string, prepare: (copy: string) => unknown, code: string]>([
    ['a file that is missing', () => {}, 'log-unavailable'],
    ['a text', (copy) => writeFileSync(copy, 'hello '.repeat(5000)), 'log-damaged'],
    ['an empty file', (copy) => writeFileSync(copy, ''), 'log-unavailable'],
    ["another program's database", (copy) => otherDatabase(copy), 'log-unavailable'],
  ])('refuses %s, and changes nothing', async (_, prepare, code) => {
    const { folder, path, copy } = await aFolder();
    const epoch = await during(path, (log) => append(log, '1'));
    prepare(copy);
    const before = readdirSync(folder);
    expect(() => restoreSqliteLog(copy, path, { overwrite: true })).toThrow(expect.objectContaining({ code }));
    expect(readdirSync(folder)).toEqual(before);
    expect(await during(path)).toBe(epoch);
  });

  test('refuses a damaged backup', async () => {
    const { path, copy } = await aFolder();
    await during(path, async (log) => {
      await append(log, ...Array.from({ length: 300 }, () => 'x'.repeat(1000)));
      await log.backup(copy);
    });
    const bytes = readFileSync(copy);
    bytes.fill(0xaa, 20 * 4096, 40 * 4096);
    writeFileSync(copy, bytes);
    expect(() => restoreSqliteLog(copy, `${path}-new`)).toThrow(expect.objectContaining({ code: 'log-damaged' }));
    expect(existsSync(`${path}-new`)).toBe(false);
  });

  test('refuses to replace a log that is open, or one that it was not told to replace', async () => {
    const { path, copy } = await aFolder();
    const log = await open(path);
    await append(log, '1');
    await log.backup(copy);
    expect(() => restoreSqliteLog(copy, path)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    expect(() => restoreSqliteLog(copy, path, { overwrite: true })).toThrow(
      expect.objectContaining({ code: 'log-in-use' }),
    );
    expect(await append(log, '2')).toEqual([2]);
    expect(await dataIn(log)).toEqual(['1', '2']);
  });
});

function otherDatabase(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE other (x)');
  database.close();
}
