import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A JavaScript runtime that runs TypeScript files as they are. */
export interface Runtime {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const here = import.meta.dirname;
const modules = join(here, '../../../../node_modules');
const nodeVersions = join(here, 'node-versions/node_modules');

export const node: Runtime = { name: 'Node 24', command: [join(modules, 'node/bin/node')] };
export const bun: Runtime = { name: 'Bun', command: [join(modules, '.bin/bun'), 'run'] };
export const deno: Runtime = {
  name: 'Deno',
  command: [join(modules, '.bin/deno'), 'run', '--allow-all', '--no-prompt', '--no-lock', '--cached-only'],
};

export const runtimes: readonly Runtime[] = [
  { name: 'Node 22', command: [join(nodeVersions, 'node-22/bin/node')] },
  node,
  { name: 'Node 26', command: [join(nodeVersions, 'node-26/bin/node')] },
  bun,
  deno,
];

/** Why a runtime cannot run here, to stand in the title of what is skipped; empty if it can. */
export function reasonToSkip({ command: [executable] }: Runtime): string {
  return existsSync(executable) ? '' : ` (skipped: it is not installed, ${executable} is missing)`;
}

/** A file of `fixtures/` that runs on a runtime. */
export interface Running {
  /** The lines that it prints. */
  readonly lines: AsyncGenerator<string>;
  /** Ends it, unless it has ended by itself. */
  stop(): void;
}

export function run({ command: [executable, ...parameters] }: Runtime, fixture: string, ...args: string[]): Running {
  const file = join(here, 'fixtures', fixture);
  const child = spawn(executable, [...parameters, file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  async function* lines() {
    let rest = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  }
  return { lines: lines(), stop: () => child.kill('SIGKILL') };
}
