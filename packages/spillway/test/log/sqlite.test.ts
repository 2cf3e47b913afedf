import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { testDurableLog, testEventLog, testLatestReader } from 'spillway/testing';
import { startDiskThread } from '../../src/log/sqlite/disk-thread.ts';
import type { SqliteLogOptions } from '../../src/log/sqlite.ts';
import { openTemporaryLog, type TemporaryLog } from './temporary-log.ts';
import { patient } from '../../../hub/test/support/patience.ts';

testEventLog('sqlite', openTemporaryLog, { describe, test });
testDurableLog('sqlite', openTemporaryLog, { describe, test });
testLatestReader('sqlite', openTemporaryLog, { describe, test });

async function aLog(options: SqliteLogOptions = {}): Promise<TemporaryLog> {
  const opened = await openTemporaryLog(options);
  onTestFinished(opened.dispose);
  return opened;
}

const anEvent = { topics: ['t'], data: 'x'.repeat(100) };

describe('group commit', () => {
  test('concurrent appends share one commit', async () => {
    const { log } = await aLog();
    await Promise.all(Array.from({ length: 1000 }, () => log.append([anEvent])));
    expect(log.stats()).toEqual({ commits: 1, events: 1000 });
  });

  test('appends one after the other have a commit each', async () => {
    const { log } = await aLog();
    for (let count = 0; count < 5; count++) await log.append([anEvent]);
    expect(log.stats()).toEqual({ commits: 5, events: 5 });
  });

  test('the event loop goes round while a commit waits for the disk', async () => {
    const { log } = await aLog();
    let turns = 0;
    const appended = log.append(Array.from({ length: 1000 }, () => anEvent)).then(() => true);
    while (!(await Promise.race([appended, setImmediate(false)]))) turns++;
    // On this thread it would be over before the first turn.
    expect(turns).toBeGreaterThan(0);
  });
});

describe('the disk thread', () => {
  test('lets what waits for it know when it ends, and what comes later', async () => {
    const { log, path } = await aLog();
    await log.close();
    const thread = startDiskThread(path);
    const retention = { events: Infinity, bytes: Infinity, ageMs: Infinity };
    await thread.call('open', { path, retention, now: 0 });
    const limits = { events: 1, bytes: 1 };
    const reads = Array.from({ length: 100 }, () => thread.call('read', { which: 'all', after: 0, limits, now: 0 }));
    const outcomes = Promise.allSettled(reads);
    await thread.end();
    // Of so many some were still waiting for their turn.
    expect((await outcomes).at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'log-unavailable' } });
    await expect(thread.call('bounds', { now: 0 })).rejects.toMatchObject({
      code: 'log-unavailable',
      message: expect.stringContaining('has ended'),
    });
  });

  test('writes no warning to the terminal, and lets the process end while a log is open', async () => {
    const { log, path } = await aLog();
    await log.close();
    const output = await runProgram(`
      const log = await openSqliteLog(${JSON.stringify(path)});
      console.log((await log.append([{ topics: ['t'], data: '' }]))[0]);
    `);
    expect(output).toEqual({ stdout: '1\n', stderr: '' });
  });

  // Found by bench/log: the process ended while `close` waited for upkeep, which does not keep it alive.
  test('does not let the process end while a log closes that has upkeep under way', async () => {
    const { log, path } = await aLog();
    await log.close();
    const output = await runProgram(`
      let upkeep;
      globalThis.setInterval = (task) => {
        upkeep = task;
        return { unref() {} };
      };
      const log = await openSqliteLog(${JSON.stringify(path)});
      upkeep();
      await log.close();
      console.log('closed');
    `);
    expect(output).toEqual({ stdout: 'closed\n', stderr: '' });
  });
});

/** Runs a program that uses `openSqliteLog` in a process of its own; rejects when that fails. */
async function runProgram(program: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const source = `import { openSqliteLog } from 'spillway/log/sqlite';\n${program}`;
  const parameters = ['--conditions=@spillway/source', '--input-type=module', '--eval', source];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return promisify(execFile)(process.execPath, parameters, { cwd });
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

function rowsOf(path: string, sql: string): unknown[] {
  const database = new DatabaseSync(path);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

describe('the file', () => {
  test('stays within its retention, and its write-ahead log within 8 MiB and a group', async () => {
    const { log, path } = await aLog({ retention: { bytes: 4 * 1024 * 1024 } });
    for (let round = 0; round < 60; round++) {
      const topic = (index: number): string => `round/${round}/${index}`;
      await log.append(
        Array.from({ length: 100 }, (_, index) => ({ topics: [topic(index)], data: 'x'.repeat(10_000) })),
      );
      // A page that ends early must not hold the write-ahead log back.
      await log.read(0, { events: 3, bytes: 1 });
      expect(await sizeOf(`${path}-wal`)).toBeLessThan(12 * 1024 * 1024);
    }
    const { first, last } = await log.bounds();
    expect(last).toBe(6000);
    expect(last - first).toBeGreaterThan(400);
    await log.close();
    expect(await sizeOf(path)).toBeLessThan(12 * 1024 * 1024);
    // Each event is the newest of a topic of its own.
    const [events] = rowsOf(path, 'SELECT count(*) AS count FROM events');
    expect(rowsOf(path, 'SELECT count(*) AS count FROM latest')).toEqual([events]);
  });

  test('grows smaller, while the log is idle, when the retention was lowered', async () => {
    const { log, path, reopen } = await aLog();
    for (let round = 0; round < 20; round++)
      await log.append(Array.from({ length: 1000 }, () => ({ topics: ['t'], data: 'x'.repeat(1000) })));
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    await log.close();
    const before = await sizeOf(path);
    expect(before).toBeGreaterThan(20_000_000);

    await vi.waitFor(async () => {
      const again = await reopen({ retention: { events: 10 } });
      expect(await again.bounds()).toEqual({ first: 19_991, last: 20_000 });
      vi.advanceTimersByTime(1000);
      // Upkeep goes in slices, and each lets a call pass.
      for (let call = 0; call < 20; call++) await again.bounds();
      await again.close();
      expect(await sizeOf(path)).toBeLessThan(before / 4);
    }, patient);
  });

  test('gives up what expired while the log is idle, but not its id', async () => {
    let time = 1_800_000_000_000;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { log, path } = await aLog({ now: () => time });
    await log.append([{ ...anEvent, id: 'brief', ttl: 1 }, anEvent]);
    time += 1000;
    vi.advanceTimersByTime(1000);
    await log.close();
    expect(rowsOf(path, 'SELECT offset, id, record IS NULL AS empty FROM events')).toMatchObject([
      { offset: 1, id: 'brief', empty: 1 },
      { offset: 2, id: null, empty: 0 },
    ]);
    expect(rowsOf(path, 'SELECT offset FROM latest')).toMatchObject([{ offset: 2 }]);
  });
});
