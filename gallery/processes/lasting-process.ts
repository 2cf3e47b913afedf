import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from './backoff.ts';

/** A server in a process of its own, which is started again whenever it dies. */
export interface LastingProcess extends AsyncDisposable {
  /** The process that serves now. */
  readonly pid: number;
  /** Ends it in good order, and resolves when it is gone. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface LastingProcessOptions {
  /** What errors call it, such as `the hub`. */
  readonly name: string;
  /** What Node runs, and what it is given. It prints something once it listens. */
  readonly command: readonly string[];
  /** Beside what this program's own environment has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Hears of each death and the process that follows. */
  readonly onRestart: (restart: Restart) => void;
}

export interface Restart {
  /** How the process before ended, such as `SIGKILL`, and its last words. */
  readonly because: string;
  readonly pid: number;
}

/** A process that lived so long was well: its successor starts at once. */
const wellAfterMs = 10_000;
const stopTimeoutMs = 5_000;
const lastWordsLength = 2_000;

/** Starts a server, and resolves when it listens. Rejects with its own words where it cannot even start. */
export async function startLastingProcess({
  name,
  command,
  environment = {},
  onRestart,
}: LastingProcessOptions): Promise<LastingProcess> {
  const stopping = new AbortController();
  let life = startLife(command, environment);
  // What must not outlive this program, even where it ends by an error of its own.
  const end = () => life.child.kill('SIGTERM');
  process.once('exit', end);

  await Promise.race([
    life.listening,
    life.ended.then((because) => {
      process.off('exit', end);
      throw new Error(`${name} could not start: ${because}`);
    }),
  ]);

  const watching = watch();

  async function watch(): Promise<void> {
    for (let quickDeaths = 0; ;) {
      const because = await life.ended;
      if (stopping.signal.aborted) return;
      quickDeaths = performance.now() - life.startedAt < wellAfterMs ? quickDeaths + 1 : 0;
      await delay(backoffMs(Math.max(0, quickDeaths - 1), 250, 4_000), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
      if (stopping.signal.aborted) return;
      life = startLife(command, environment);
      onRestart({ because, pid: life.pid });
    }
  }

  return {
    get pid() {
      return life.pid;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      process.off('exit', end);
      life.child.kill('SIGTERM');
      const reallyEnd = setTimeout(() => life.child.kill('SIGKILL'), stopTimeoutMs);
      await watching;
      await life.ended;
      clearTimeout(reallyEnd);
    },
  };
}

/** One process, from its start to its end. */
interface Life {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly startedAt: number;
  readonly listening: Promise<unknown>;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
}

function startLife(command: readonly string[], environment: Readonly<Record<string, string>>): Life {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C in a terminal goes to this program alone, which then ends the server.
    detached: true,
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsLength);
  });
  // It says where it listens as soon as it does, on standard output, which must be read on lest it fills up.
  const listening = once(child.stdout, 'data').then(() => child.stdout.resume());
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`${signal ?? `exit code ${code}`} ${lastWords}`.trim()));
  });
  return { child, pid: child.pid ?? 0, startedAt: performance.now(), listening, ended };
}
