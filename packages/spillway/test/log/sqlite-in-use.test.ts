import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteLog } from 'spillway/log/sqlite';
import { startProcess } from './child-process.ts';
import { openTemporaryLog } from './temporary-log.ts';

test('a file that this process has open already is refused, with a message that says so', async () => {
  const { path, dispose } = await openTemporaryLog();
  onTestFinished(dispose);
  await expect(openSqliteLog(path)).rejects.toMatchObject({
    code: 'log-in-use',
    message: expect.stringMatching(
      new RegExp(`in use by this very process \\(${process.pid}\\) on ${hostname()} since \\d{4}-`),
    ),
  });
});

test('a file that another process has open is refused with its process id, until that one is killed', async () => {
  const { log, path, dispose } = await openTemporaryLog();
  onTestFinished(dispose);
  await log.close();
  const child = startProcess('appending-process.ts', path);
  await child.printed(2);
  await expect(openSqliteLog(path)).rejects.toMatchObject({
    code: 'log-in-use',
    message: expect.stringContaining(`in use by process ${child.pid} on ${hostname()} since `),
  });
  await child.kill();
  const again = await openSqliteLog(path);
  expect((await again.bounds()).last).toBeGreaterThan(0);
  await again.close();
});

test('a file that was closed can be opened at once', async () => {
  const { reopen, dispose } = await openTemporaryLog();
  onTestFinished(dispose);
  for (let round = 0; round < 3; round++) await expect(reopen()).resolves.toBeDefined();
});

test('a file that a program other than Spillway has locked is refused', async () => {
  const { log, path, dispose } = await openTemporaryLog();
  onTestFinished(dispose);
  await log.close();
  const other = new DatabaseSync(path);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE');
  await expect(openSqliteLog(path)).rejects.toMatchObject({
    code: 'log-in-use',
    message: expect.stringContaining('in use by another program'),
  });
  other.close();
});
