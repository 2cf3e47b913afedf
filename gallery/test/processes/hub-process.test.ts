import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { startHubProcess } from '../../processes/hub-process.ts';
import type { Restart } from '../../processes/lasting-process.ts';

test('a hub that cannot start is an error in its own words', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const start = startHubProcess({ settings: { port: `${port}`, log: 'memory:' }, onRestart: () => undefined });
  await expect(start).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
  other.close();
});

test('a hub that dies is started again, also when it dies again at once, until it is stopped', async () => {
  const port = await freePort();
  const restarts: Restart[] = [];
  let restarted: (() => void) | undefined;
  const hub = await startHubProcess({
    settings: { port: `${port}`, log: 'memory:' },
    onRestart(restart) {
      restarts.push(restart);
      restarted?.();
    },
  });

  const pids = [hub.pid];
  for (let death = 1; death <= 2; death += 1) {
    const next = new Promise<void>((resolve) => {
      restarted = resolve;
    });
    process.kill(hub.pid, 'SIGKILL');
    await next;
    pids.push(hub.pid);
  }
  expect(restarts).toEqual(pids.slice(1).map((pid) => ({ because: 'SIGKILL', pid })));
  expect(new Set(pids).size).toBe(3);

  await hub[Symbol.asyncDispose]();
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
