import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { temporaryFolder } from '../../../packages/hub/test/support/temporary-folder.ts';

const repository = join(import.meta.dirname, '../../..');
test.each([
  {
    script: 'npm start',
    args: async () => ['start', '--', '--folder', await temporaryFolder()],
    listens: 'The gallery is open',
  },
  { script: 'npm run hub', args: async () => ['run', 'hub', '--', '--log', 'memory:'], listens: 'Spillway listens on' },
])('SIGTERM to $script ends every process that it has started', { timeout: 240_000 }, async ({ args, listens }) => {
  const port = await freePort();
  // In a group of its own, so that whatever is left can be ended.
  const npm = spawn('npm', [...(await args()), '--port', String(port)], { cwd: repository, detached: true });
  const exited = once(npm, 'exit');
  onTestFinished(() => {
    if (npm.pid !== undefined && isAlive(-npm.pid)) process.kill(-npm.pid, 'SIGKILL');
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  await vi.waitFor(() => expect(output).toContain(listens), patient);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBeLessThan(500);

  npm.kill('SIGTERM');
  await exited;
  await vi.waitFor(() => expect(isAlive(-(npm.pid ?? 0)), 'processes of the group').toBe(false), patient);
  await vi.waitFor(async () => await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow(), patient);
});

/** Whether a process lives, or, for a negative number, any process of a group. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
