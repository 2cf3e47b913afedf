import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Command } from './processors.ts';

/** The process of a server under test. Whoever starts it stops it; a run that ends early takes it along. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves with the first group of `pattern` once the server has printed it. Rejects when it ends before, or takes too long. */
  printed(pattern: RegExp): Promise<string>;
  /** How it ended, with its last words, if it is no longer there. */
  readonly ended: () => string | undefined;
  /** Ends it, by force if it does not follow; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

const startTimeoutMs = 15_000;
const stopTimeoutMs = 3_000;
const keptOutputLength = 4_000;

/** What a server has from us beyond its command. */
export interface Inheritance {
  /** An open descriptor of ours; it is the server's descriptor 3. */
  readonly descriptor: number;
  /** Variables in which it is told of that. */
  readonly variables: Readonly<Record<string, string>>;
}

export function spawnServer({ command, args }: Command, inheritance?: Inheritance): ServerProcess {
  const child = spawn(command, args, {
    env: { ...environment(), ...inheritance?.variables },
    stdio: ['ignore', 'pipe', 'pipe', ...(inheritance === undefined ? [] : [inheritance.descriptor])],
  }) as ChildProcessByStdio<null, Readable, Readable>;
  // SIGTERM, because nginx takes its worker along then.
  const killWithUs = (): boolean => child.kill('SIGTERM');
  process.once('exit', killWithUs);

  let output = '';
  const heard = new EventTarget();
  const hear = (text: string): void => {
    output = (output + text).slice(-keptOutputLength);
    heard.dispatchEvent(new Event('output'));
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);

  let end: string | undefined;
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${command} could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(`the server ended (${signal ?? `code ${code}`}): ${output.trim()}`));
  }).then((reason) => {
    process.off('exit', killWithUs);
    end = reason;
    return reason;
  });
  const failure = gone.then((reason): never => {
    throw new Error(reason);
  });
  // It is raced against what is waited for; nobody waits when the server is stopped in good order.
  failure.catch(() => undefined);

  async function printed(pattern: RegExp): Promise<string> {
    const deadline = AbortSignal.timeout(startTimeoutMs);
    for (;;) {
      const found = pattern.exec(output)?.[1];
      if (found !== undefined) return found;
      if (end !== undefined) throw new Error(end);
      const news = once(heard, 'output', { signal: deadline }).catch((cause: unknown) => {
        throw new Error(`the server did not say that it listens within ${startTimeoutMs / 1000} s`, { cause });
      });
      await Promise.race([news, failure]);
    }
  }

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await gone;
    clearTimeout(force);
  }

  return { pid: child.pid ?? 0, printed, ended: () => end, stop };
}

/** Settings of the surrounding environment must not change what is measured. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SPILLWAY_')));
}
