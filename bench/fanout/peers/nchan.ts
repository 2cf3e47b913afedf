/**
 * nchan, the module that makes nginx a server of event streams: the fastest of its kind that distributions ship. One
 * worker, because every server here has one processor. `nginx.conf` says how it is tuned and why.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnServer } from '../server-process.ts';
import { publishing } from './node-peer.ts';
import type { Availability, Peer } from './peer.ts';

export const nchan: Peer = {
  name: 'nchan',
  title: 'nchan',
  about: 'nginx with its module nchan, from Debian: one worker, messages in shared memory, no access log.',
  configuration: ['nginx.conf'],
  availability,
  async start(processors) {
    const folder = await mkdtemp(join(tmpdir(), 'spillway-bench-nginx-'));
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    await writeFile(file, await configuration({ MODULE: module, PORT: String(port) }));

    // A worker of another user could not write into the folder.
    const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
    const master = spawnServer(processors.pin('server', nginx, ['-p', folder, '-c', file, ...user]));
    const stop = async (): Promise<void> => {
      await master.stop();
      await rm(folder, { recursive: true });
    };
    try {
      await Promise.race([listening(port), master.failure]);
      return {
        pids: [await workerOf(master.pid)],
        loadArguments: [`http://127.0.0.1:${port}/events?topic={topic}`, ...publishing(port)],
        ended: master.ended,
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  },
};

// Debian's nginx is not on everybody's path.
const nginx = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
const module = '/usr/lib/nginx/modules/ngx_nchan_module.so';

function availability(): Availability {
  const asked = spawnSync(nginx, ['-v'], { encoding: 'utf8' });
  if (asked.status !== 0) return { runs: false, because: 'there is no nginx here (scripts/prepare-bench.sh)' };
  if (!existsSync(module)) return { runs: false, because: `there is no ${module} (scripts/prepare-bench.sh)` };
  const debian = spawnSync('dpkg-query', ['-W', '-f', '${Version}', 'libnginx-mod-nchan'], { encoding: 'utf8' });
  const version = debian.status === 0 ? ` ${debian.stdout.trim()}` : '';
  return { runs: true, version: `nchan${version} in ${asked.stderr.replace('nginx version:', '').trim()}` };
}

async function configuration(values: Readonly<Record<string, string>>): Promise<string> {
  const template = await readFile(new URL('./nginx.conf', import.meta.url), 'utf8');
  return template.replaceAll(/%([A-Z]+)%/g, (placeholder, name: string) => values[name] ?? placeholder);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const startTimeoutMs = 10_000;

async function listening(port: number): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await connects(port))) {
    if (performance.now() > deadline) throw new Error(`nginx did not listen within ${startTimeoutMs / 1000} s`);
    await delay(20);
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** The worker does the work; the master, which listens before it has one, only watches over it. */
async function workerOf(master: number): Promise<number> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const children = await readFile(`/proc/${master}/task/${master}/children`, 'utf8');
    const worker = Number(children.trim().split(' ')[0]);
    if (worker > 0) return worker;
    if (performance.now() > deadline) throw new Error('nginx has no worker');
    await delay(20);
  }
}
