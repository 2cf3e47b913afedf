import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteLog, type SqliteLog } from 'spillway/log/sqlite';

const folder = mkdtempSync(join(tmpdir(), 'spillway-full-'));
const obstacle = mountSmallDisk();

/** Mounts a disk of 8 MiB; returns why it cannot be, where it cannot. */
function mountSmallDisk(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted: ${error instanceof Error ? error.message : String(error)}`;
  }
}

afterAll(() => {
  if (obstacle === undefined) execFileSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true });
});

describe.skipIf(obstacle !== undefined)(`a full disk${obstacle === undefined ? '' : ` (skipped: ${obstacle})`}`, () => {
  const path = join(folder, 'events.db');
  const filler = join(folder, 'filler');
  const tooLarge = { topics: ['t'], data: 'x'.repeat(6 * 1024 * 1024) };
  const event = { topics: ['t'], data: 'x'.repeat(20_000) };

  beforeEach(() => {
    for (const file of [path, `${path}-wal`, filler]) rmSync(file, { force: true });
    writeFileSync(filler, new Uint8Array(3 * 1024 * 1024));
  });

  function fillDisk(): void {
    try {
      writeFileSync(filler, new Uint8Array(16 * 1024 * 1024));
    } catch {
      // Now it is full.
    }
  }

  async function openLog(): Promise<SqliteLog> {
    const log = await openSqliteLog(path);
    onTestFinished(() => log.close());
    return log;
  }

  /** Appends until it is refused; returns what was acknowledged and the refusal. */
  async function fill(log: SqliteLog): Promise<{ readonly last: number; readonly refusal: unknown }> {
    let last = 0;
    for (;;) {
      try {
        last = (await log.append([event, event]))[1] ?? 0;
      } catch (refusal) {
        return { last, refusal };
      }
    }
  }

  test('refuses publishing with a clear error, reads on, and takes events again once there is room', async () => {
    const log = await openLog();
    const tailed: number[] = [];
    log.tail((events) => tailed.push(...events.map(({ offset }) => offset)));
    const { last, refusal } = await fill(log);
    expect(refusal).toMatchObject({
      code: 'log-full',
      message: expect.stringMatching(/the disk that holds .*events\.db is full: publishing is refused/),
    });
    expect(last).toBeGreaterThan(20);
    await expect(log.append([tooLarge])).rejects.toMatchObject({ code: 'log-full' });
    const page = await log.read(0, { events: Infinity, bytes: Infinity });
    expect(page.events.map(({ data }) => data.length)).toEqual(Array.from({ length: last }, () => 20_000));
    expect(page.last).toBe(last);
    expect((await log.readLatest(0, { events: 10, bytes: 1 })).events).toMatchObject([{ offset: last }]);

    rmSync(filler);
    expect(await log.append([event, event])).toEqual([last + 1, last + 2]);
    expect(tailed).toEqual(Array.from({ length: last + 2 }, (_, index) => index + 1));
  });

  test('says so to an empty batch, until there is room', async () => {
    const log = await openLog();
    expect(await log.append([])).toEqual([]);
    fillDisk();
    await expect(log.append([])).rejects.toMatchObject({ code: 'log-full' });

    rmSync(filler);
    expect(await log.append([])).toEqual([]);
    expect(await log.bounds()).toEqual({ first: 1, last: 0 });
  });

  test('can be opened and read', async () => {
    const log = await openLog();
    const { last } = await fill(log);
    await log.close();
    // What closing gave back.
    fillDisk();
    const again = await openLog();
    expect((await again.read(0, { events: Infinity, bytes: Infinity })).events).toHaveLength(last);
    rmSync(filler);
    expect(await again.append([event])).toEqual([last + 1]);
  });

  test('takes a small event where a large one was refused', async () => {
    const log = await openLog();
    await expect(log.append([tooLarge])).rejects.toMatchObject({
      code: 'log-full',
    });
    expect(await log.append([{ topics: ['u'], data: 'small' }])).toEqual([1]);
    expect((await log.readLatest(0, { events: 10, bytes: 1e6 })).events).toMatchObject([{ topics: ['u'] }]);
  });
});
