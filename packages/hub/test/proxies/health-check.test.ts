import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runHub } from '../running-hub.ts';
import { freePort } from '../support/free-port.ts';
import { patient } from '../support/patience.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const executable = '/usr/sbin/haproxy';
const missing = existsSync(executable) ? '' : ' (skipped: haproxy is not installed)';

test.skipIf(missing)(`HAProxy's default health check finds the hub healthy${missing}`, async () => {
  const { url } = await runHub();
  const statistics = await startHaproxy(new URL(url).host);
  // [HAProxy's management guide] L7OK: the check passed; L7STS: the server answered with an error status.
  const checked = await vi.waitFor(async () => {
    const found = await statistics();
    expect(found['check_status']).toMatch(/^L7(OK|STS)$/);
    return found;
  }, patient);
  expect(checked).toMatchObject({ check_status: 'L7OK', status: 'UP' });
});

/** Runs a HAProxy with one server until the test is over, and resolves with what asks it how the server is. */
async function startHaproxy(server: string): Promise<() => Promise<Readonly<Record<string, string>>>> {
  const folder = await temporaryFolder();
  const socketPath = join(folder, 'haproxy.sock');
  const config = join(folder, 'haproxy.cfg');
  await writeFile(
    config,
    `global
  stats socket ${socketPath} level user
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
  timeout check 60s
frontend web
  bind 127.0.0.1:${await freePort()}
  default_backend hub
backend hub
  option httpchk
  server one ${server} check inter 200ms
`,
  );
  const proxy = spawn(executable, ['-f', config, '-db'], { stdio: 'ignore' });
  const exited = once(proxy, 'exit');
  onTestFinished(async () => {
    proxy.kill();
    await exited;
  });
  await expect.poll(() => existsSync(socketPath)).toBe(true);
  return async () => {
    const socket = connect(socketPath);
    socket.end('show stat hub 4 -1\n');
    const [head = '', row = ''] = (await text(socket)).trim().split('\n');
    const values = row.split(',');
    return Object.fromEntries(
      head
        .replace(/^# /, '')
        .split(',')
        .map((name, at) => [name, values[at] ?? '']),
    );
  };
}
