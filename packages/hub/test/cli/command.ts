import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Interface, createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** How a command ended, and what it printed. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs on until it is stopped. */
export interface RunningCommand {
  /** The next line of standard output; undefined at its end. */
  readonly line: () => Promise<string | undefined>;
  /** The next line of standard error. */
  readonly errorLine: () => Promise<string | undefined>;
  /** Stops reading its standard output, as a slow pipe does, until `release`. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Closes its standard output, as a pipe does whose reader has ended. */
  readonly leave: () => void;
  /** Resolves once it has ended. */
  readonly ended: () => Promise<Pick<CommandEnd, 'code' | 'signal'>>;
  /** Sends a signal, SIGTERM without one, and resolves as `ended`. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Pick<CommandEnd, 'code' | 'signal'>>;
}

export interface CommandOptions {
  /** Where it runs; an empty folder by default, of this test alone. */
  readonly folder?: string;
  /** Its settings; none of the surrounding environment reach it. */
  readonly env?: Readonly<Record<string, string>>;
  /** What comes on its standard input. */
  readonly input?: string;
}

const source = ['--conditions=@spillway/source', fileURLToPath(new URL('../../src/main.ts', import.meta.url))];

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `spillway …` to its end. */
export async function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  const child = start([...source, ...args], options);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed(child)]);
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

/** Starts `spillway …`, which runs on; it is killed when the test is over. */
export function startCommand(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  return running(start([...source, ...args], options));
}

/** Starts the command as it is published, from what `npm run build` has made. */
export function startBuiltCommand(file: string, args: readonly string[], options: CommandOptions = {}): RunningCommand {
  return running(start([file, ...args], options));
}

function running(child: Child): RunningCommand {
  const exited = closed(child);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const stdoutLines = createInterface(child.stdout);
  const lines = reader(stdoutLines);
  const errorLines = reader(createInterface(child.stderr));
  const ended = async () => {
    await exited;
    return { code: child.exitCode, signal: child.signalCode };
  };
  return {
    line: lines,
    errorLine: errorLines,
    hold: () => stdoutLines.pause(),
    release: () => stdoutLines.resume(),
    leave: () => child.stdout.destroy(),
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended();
    },
  };
}

type Child = ReturnType<typeof start>;

function start(nodeArgs: readonly string[], { folder = temporaryFolder(), env = {}, input = '' }: CommandOptions) {
  const surrounding = Object.entries(process.env).filter(([name]) => !name.startsWith('SPILLWAY_'));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...nodeArgs], {
    cwd: folder,
    env: { ...Object.fromEntries(surrounding), NO_COLOR: '1', ...env },
    stdio: 'pipe',
  });
  // A command that does not read its input may end before it was written.
  child.stdin.on('error', () => undefined).end(input);
  return child;
}

async function closed(child: ChildProcess): Promise<void> {
  await once(child, 'close');
}

function reader(lines: Interface): () => Promise<string | undefined> {
  const iterator = lines[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await iterator.next();
    return done === true ? undefined : value;
  };
}
