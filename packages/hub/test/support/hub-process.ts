import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real hub, `spillway serve`, in a process of its own. */
export interface HubProcess {
  /** Where it said that it listens, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly pid: number;
  /** What it has printed until now. */
  readonly output: ProcessOutput;
  /** Resolves when it is gone and all it printed is in `output`; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal, SIGKILL without one, and resolves as `exited`. Harmless when the process is gone already. */
  kill(signal?: NodeJS.Signals): Promise<ProcessExit>;
}

export interface ProcessOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts `spillway serve` and resolves once it listens. Without other settings it listens on a free port of 127.0.0.1
 * and keeps nothing on disk. `args` are those after `serve`; settings of the surrounding environment do not reach it.
 *
 * Rejects when it ends before it listens, with what it printed. Whoever starts it also kills it; a test run that ends
 * early takes it along.
 *
 * @example
 * ```ts
 * const hub = await startHubProcess(['--log', `sqlite:${path}`], { SPILLWAY_PORT: '4000' });
 * onTestFinished(async () => void (await hub.kill()));
 * await fetch(`${hub.url}/events`, { method: 'POST', body: new URLSearchParams({ topic: 'a', data: 'b' }) });
 * ```
 */
export async function startHubProcess(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<HubProcess> {
  const started = spawnSpillway(['serve', ...args], env);
  const url = await started.printed(/^Spillway listens on (\S+) .*\n/m);
  return { ...started, url };
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A process that runs `spillway` with whatever arguments. */
export interface SpillwayProcess extends Omit<HubProcess, 'url'> {
  /** Resolves with the first group of `pattern` once standard output matches it; rejects when the process ends before. */
  printed(pattern: RegExp): Promise<string>;
}

/** Starts `spillway` with `args` and does not wait for anything. */
export function spawnSpillway(args: readonly string[], env: Readonly<Record<string, string>> = {}): SpillwayProcess {
  const nodeArgs = ['--conditions=@spillway/source', '--disable-warning=ExperimentalWarning', main];
  const child = spawn(process.execPath, [...nodeArgs, ...args], {
    env: { ...environment(), ...defaults, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', killWithUs);

  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const exited = once(child, 'close').then((): ProcessExit => {
    process.off('exit', killWithUs);
    return { code: child.exitCode, signal: child.signalCode };
  });

  return {
    pid: child.pid ?? 0,
    output,
    exited,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(output.stdout)?.[1];
        if (found !== undefined) return found;
        const news = once(child.stdout, 'data').then(() => 'more');
        const exit = await Promise.race([news, exited]);
        if (typeof exit === 'string') continue;
        const command = ['spillway', ...args].join(' ');
        throw new Error(`${command} ended (${exit.signal ?? exit.code}):\n${output.stdout}${output.stderr}`);
      }
    },
    kill(signal = 'SIGKILL') {
      child.kill(signal);
      return exited;
    },
  };
}

/** In the environment, so that both `args` and `env` of a test win over them. */
const defaults = {
  SPILLWAY_HOST: '127.0.0.1',
  SPILLWAY_PORT: '0',
  SPILLWAY_LOG: 'memory:',
  // Halves the time that a start takes, once a process that ended by itself has filled the folder.
  NODE_COMPILE_CACHE: join(tmpdir(), 'spillway-compile-cache'),
};

/** The environment without settings that would change what a test starts. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SPILLWAY_')));
}
