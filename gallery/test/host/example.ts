import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';

/** The example as a person runs it: a process that has started a hub of its own. */
export interface Example {
  readonly url: string;
  /** The hub's process, as the example told it last. */
  readonly hubPid: number;
  /** What it has printed. */
  readonly lines: readonly string[];
  /** Ends the hub with SIGKILL, and resolves when the example says that it has started another. */
  killHub(): Promise<void>;
  /** Ends the example as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Runs an example on a free port with a log of its own, and resolves when it has said where it is. */
export async function startExample(name: 'host' | 'examples' = 'host'): Promise<Example> {
  const folder = await mkdtemp(join(tmpdir(), 'spillway-example-'));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--conditions=@spillway/source',
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL(`../../${name}/main.ts`, import.meta.url)),
      `--port=${port}`,
      `--log=${join(folder, `${name}.db`)}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'close');
  const lines: string[] = [];
  let hubPid = 0;
  let told: (() => void) | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const pid = /hub .*\bprocess (\d+)/.exec(line)?.[1];
    if (pid === undefined) return;
    hubPid = Number(pid);
    told?.();
  });

  async function toldOfHub(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      told = resolve;
      ended.then(() => reject(new Error(`the example ended: ${lines.join('\n')}`)), reject);
    });
  }

  await toldOfHub();
  return {
    url: `http://127.0.0.1:${port}/`,
    get hubPid() {
      return hubPid;
    },
    lines,
    async killHub() {
      const restarted = toldOfHub();
      process.kill(hubPid, 'SIGKILL');
      await restarted;
    },
    async stop() {
      child.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true });
      return child.exitCode;
    },
  };
}
