import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process that runs a file of this folder, and the lines that it printed. */
export interface ChildProcess {
  readonly pid: number;
  readonly lines: readonly string[];
  /** Resolves once it has printed so many lines; rejects when it ends before. */
  printed(count: number): Promise<void>;
  /** Ends it with SIGKILL, and resolves when it is gone and all it printed is in `lines`. */
  kill(): Promise<void>;
}

export function startProcess(file: string, ...parameters: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    '--conditions=@spillway/source',
    program,
    ...parameters,
  ]);
  const closed = once(child, 'close');
  const lines: string[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));

  return {
    pid: child.pid ?? 0,
    lines,
    async printed(count) {
      if (lines.length >= count) return;
      await new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (lines.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        closed.then(() => reject(new Error(`${file} ended after ${lines.length} lines: ${errors.join('')}`)), reject);
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
      if (child.signalCode !== 'SIGKILL') throw new Error(`${file} had ended by itself: ${errors.join('')}`);
    },
  };
}
