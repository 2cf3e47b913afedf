import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subscribe } from 'spillway/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { kept, publish } from '../requests.ts';
import { runHub } from '../running-hub.ts';
import { freePort } from '../support/free-port.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { patient } from '../support/patience.ts';
import { runCommand, temporaryFolder } from './command.ts';

describe('spillway backup', () => {
  test('is written by the hub that has the log, which goes on meanwhile', async () => {
    const folder = temporaryFolder();
    const { url } = await runHub({ log: `sqlite:${join(folder, 'events.db')}` });
    await publish(url, { topic: 'a', data: 'before' });
    const backup = await runCommand(['backup', 'backup.db', '--log', 'sqlite:events.db'], { folder });
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    expect(backup.stdout).toMatch(/^backup\.db: \d+\.\d MB\. To use it: spillway restore backup\.db/);
    expect(await publish(url, { topic: 'a', data: 'after' })).toMatchObject({ status: 200 });
    expect(statSync(join(folder, 'events.db-backup')).mode & 0o777).toBe(0o600);
  });

  test('is written by itself where no hub has the log', async () => {
    const folder = temporaryFolder();
    const log = `sqlite:${join(folder, 'events.db')}`;
    const server = await runHub({ log });
    await publish(server.url, { topic: 'a', data: 'x' });
    await server.close();
    expect(existsSync(join(folder, 'events.db-backup'))).toBe(false);
    expect(await runCommand(['backup', 'backup.db', '--log', log], { folder })).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'backup.db'))).toBe(true);
  });

  test('replaces a file only with --force, and says so', async () => {
    const folder = temporaryFolder();
    await runHub({ log: `sqlite:${join(folder, 'events.db')}` });
    writeFileSync(join(folder, 'backup.db'), 'precious');
    const args = ['backup', 'backup.db', '--log', 'sqlite:events.db'];
    expect(await runCommand(args, { folder })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/there already.*--force/),
    });
    expect(readFileSync(join(folder, 'backup.db'), 'utf8')).toBe('precious');
    expect(await runCommand([...args, '--force'], { folder })).toMatchObject({ code: 0 });
  });

  test.each([
    [['--log', 'sqlite:missing.db'], /there is no log at missing\.db/],
    [['--log', 'memory:'], /--log must be sqlite:PATH/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await runCommand(['backup', 'backup.db', ...args]);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('spillway restore', () => {
  test('puts an older log in place; a subscriber that had read further gets a gap, and then every new event', async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const serve = ['--port', String(port), '--log', `sqlite:${join(folder, 'events.db')}`, '--retry-ms', '50'];
    let hub = await startHubProcess(serve);
    onTestFinished(async () => void (await hub.kill()));
    using subscription = subscribe(`${hub.url}/events`, { topics: ['a'], since: 'earliest' });
    const seen: string[] = [];
    subscription.on('message', ({ data }) => seen.push(data));
    subscription.on('gap', ({ data }) => seen.push(`gap ${data.reason}`));
    await publish(hub.url, { topic: 'a', data: '1' });
    expect(await runCommand(['backup', 'backup.db', '--log', 'sqlite:events.db'], { folder })).toMatchObject({
      code: 0,
    });
    await publish(hub.url, { topic: 'a', data: '2' });
    await vi.waitFor(() => expect(seen).toEqual(['1', '2']), patient);

    await hub.kill('SIGTERM');
    const args = ['restore', 'backup.db', '--log', 'sqlite:events.db'];
    expect(await runCommand(args, { folder })).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') });
    expect(await runCommand([...args, '--force'], { folder })).toMatchObject({ code: 0 });
    hub = await startHubProcess(serve);
    await publish(hub.url, { topic: 'a', data: '3' });
    await vi.waitFor(() => expect(seen).toEqual(['1', '2', 'gap epoch', '1', '3']), patient);
  });

  test('refuses while a hub has the log', async () => {
    const folder = temporaryFolder();
    const { url } = await runHub({ log: `sqlite:${join(folder, 'events.db')}` });
    await publish(url, { topic: 'a', data: 'x' });
    expect(await runCommand(['backup', 'b.db', '--log', 'sqlite:events.db'], { folder })).toMatchObject({ code: 0 });
    const { code, stderr } = await runCommand(['restore', 'b.db', '--log', 'sqlite:events.db', '--force'], { folder });
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use by') });
    expect(await kept(url)).toMatchObject([{ data: 'x' }]);
  });
});
