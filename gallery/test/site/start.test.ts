import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { temporaryFolder } from '../../../packages/hub/test/support/temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const timeout = 240_000;

/** `npm start`, as a person runs it in a terminal. */
interface Started {
  readonly url: string;
  /** All that it has printed, on both of its outputs. */
  readonly lines: readonly string[];
  /** The process that serves, as it told it last. */
  readonly serverPid: () => number;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
  /** Ctrl-C: the signal goes to all of the terminal's foreground. */
  interrupt(): void;
}

async function start(port: number): Promise<Started> {
  const child = spawn('npm', ['start', '--', '--port', `${port}`, '--folder', await temporaryFolder()], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const lines: string[] = [];
  for (const output of [child.stdout, child.stderr]) createInterface(output).on('line', (line) => lines.push(line));
  const interrupt = () => signalGroup(child, 'SIGINT');
  // Before its folder goes.
  onTestFinished(async () => {
    interrupt();
    await ended;
  });
  return {
    url: `http://localhost:${port}`,
    lines,
    serverPid: () => Number(lines.findLast((line) => /\bprocess \d+/.test(line))?.match(/\bprocess (\d+)/)?.[1]),
    ended,
    interrupt,
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

test(
  'npm start serves the pages and the hub, again after the server was killed, until Ctrl-C ends all',
  { timeout },
  async () => {
    const gallery = await start(await freePort());
    await expect.poll(gallery.serverPid).toBeGreaterThan(0);
    const welcome = gallery.lines.join('\n');
    expect(welcome).toContain(`The gallery is open: ${gallery.url}`);
    expect(welcome).toContain(`curl ${gallery.url}/events -d topic=demo -d data=hello`);

    const page = await fetch(`${gallery.url}/prices`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const script = /<script [^>]*src="([^"]+)"/.exec(await page.text())?.[1];
    expect((await fetch(`${gallery.url}${script}`)).headers.get('content-type')).toContain('javascript');
    const body = new URLSearchParams({ topic: 'demo', data: 'hello' });
    const { id }: { id: string } = await (await fetch(`${gallery.url}/events`, { method: 'POST', body })).json();

    const first = gallery.serverPid();
    process.kill(first, 'SIGKILL');
    await expect.poll(gallery.serverPid).not.toBe(first);
    const second = gallery.serverPid();
    expect(gallery.lines).toContainEqual(
      expect.stringMatching(new RegExp(String.raw`the server ended \(SIGKILL\) and is now process ${second}$`)),
    );
    await expect.poll(() => demoIds(gallery.url)).toEqual([id]);

    gallery.interrupt();
    await gallery.ended;
    for (const pid of [first, second]) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(gallery.url)).rejects.toThrow('fetch failed');
  },
);

test('npm start says so when its port is in use, and ends', { timeout }, async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const gallery = await start(port);
  expect(await gallery.ended).toBe(1);
  const said = gallery.lines.filter((line) => line.includes('port'));
  expect(said).toContain(
    `the gallery could not start: exit code 1 port ${port} on 127.0.0.1 is in use: choose another with --port`,
  );
  // Nothing but a person's words: no stack.
  expect(gallery.lines.join('\n')).not.toMatch(/^\s+at /m);
});

/** The ids of what the hub has of the topic; undefined while it is away. */
async function demoIds(url: string): Promise<readonly string[] | undefined> {
  const answer = await fetch(`${url}/events?topic=demo&since=earliest`, {
    headers: { accept: 'application/json' },
  }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const { events }: { events: readonly { id: string }[] } = await answer.json();
  return events.map(({ id }) => id);
}
