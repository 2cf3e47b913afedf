/**
 * nchan, the module that makes nginx a server of event streams: the fastest of its kind that distributions ship. One
 * worker, because every server here has one processor. `nginx.conf` says how it is tuned and why.
 *
 * nginx sets TCP_NODELAY on a connection when a response on it has ended and it is kept, so never on an event stream: Nagle's
 * algorithm is in force there, and on no other server here. An event then either leaves at once or waits for the reader's
 * ACK and goes with later ones, depending on how far the reader is behind. At saturation nchan changed between the two for
 * seconds at a time: 130,000 to 215,000 deliveries a CPU second with a full core, or 400,000 to 540,000 with half of it
 * idle, because much is sent as the reader's ACKs come in, on the reader's processor. With TCP_NODELAY it does 173,000 to
 * 198,000. So that is what the others are compared to; `nchan-nagle` shows it as it ships.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Processors } from '../processors.ts';
import { type ServerProcess, spawnServer } from '../server-process.ts';
import { openListeningSocket } from './listening-socket.ts';
import { publishing } from './node-peer.ts';
import type { Availability, Peer } from './peer.ts';

export const nchan = nginx({
  name: 'nchan',
  title: 'nchan',
  about:
    'nginx with its module nchan, from Debian: one worker, messages in shared memory, no access log. Its streams have TCP_NODELAY, like those of every other server here.',
  noDelay: true,
});

export const nchanNagle = nginx({
  name: 'nchan-nagle',
  title: 'nchan, with Nagle',
  about: "The same as Debian ships it: Nagle's algorithm delays what its streams send.",
  noDelay: false,
});

interface Nginx extends Pick<Peer, 'name' | 'title' | 'about'> {
  /** Whether connections have TCP_NODELAY from the start. */
  readonly noDelay: boolean;
}

function nginx({ noDelay, ...names }: Nginx): Peer {
  return {
    ...names,
    configuration: ['nginx.conf', 'nchan.ts'],
    availability,
    async start(processors) {
      const folder = await mkdtemp(join(tmpdir(), 'spillway-bench-nginx-'));
      const { master, port } = await startMaster(folder, processors, noDelay);
      const stop = async (): Promise<void> => {
        await master.stop();
        await rm(folder, { recursive: true });
      };
      try {
        await answering(port, master);
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
}

/** nginx is told of sockets that it inherits in NGINX, as when it is upgraded, and knows them by their addresses. */
async function startMaster(
  folder: string,
  processors: Processors,
  noDelay: boolean,
): Promise<{ readonly master: ServerProcess; readonly port: number }> {
  const socket = await openListeningSocket({ noDelay });
  try {
    const file = join(folder, 'nginx.conf');
    await writeFile(file, await configuration({ MODULE: module, PORT: String(socket.port) }));
    // A worker of another user could not write into the folder.
    const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
    const command = processors.pin('server', program, ['-p', folder, '-c', file, ...user]);
    const inheritance = { descriptor: socket.descriptor, variables: { NGINX: '3;' } };
    return { master: spawnServer(command, inheritance), port: socket.port };
  } finally {
    socket.close();
  }
}

// Debian's nginx is not on everybody's path.
const program = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
const module = '/usr/lib/nginx/modules/ngx_nchan_module.so';

function availability(): Availability {
  const asked = spawnSync(program, ['-v'], { encoding: 'utf8' });
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

const startTimeoutMs = 10_000;

async function answering(port: number, master: ServerProcess): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await answers(port))) {
    const end = master.ended();
    if (end !== undefined) throw new Error(end);
    if (performance.now() > deadline) throw new Error(`nginx did not answer within ${startTimeoutMs / 1000} s`);
    await delay(20);
  }
}

/** That it can be connected to says nothing: the socket listened before nginx was there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent: false, timeout: startTimeoutMs });
    request.once('response', (response) => {
      response.destroy();
      resolve(true);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', () => resolve(false));
  });
}

/** The worker, who answers, does the work; the master only watches over it. */
async function workerOf(master: number): Promise<number> {
  const children = await readFile(`/proc/${master}/task/${master}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}
