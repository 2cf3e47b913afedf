import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which processor the server runs on, and which ones the load generator: neither takes the other's time. */
export interface Processors {
  /** How this was arranged, in words for the report. */
  readonly arrangement: string;
  /** Threads of the generator; absent: as many as it has processors. */
  readonly generatorThreads?: number;
  pin(role: Role, command: string, args: readonly string[]): Command;
}

type Role = 'server' | 'generator';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** Gives the server the first processor that this process may use, and the generator the others. */
export function shareProcessors(): Processors {
  const [first, ...rest] = allowedProcessors();
  if (first === undefined) return unpinned('not pinned, because this system does not say which processors there are');
  if (rest.length === 0) return unpinned('not pinned: the server and the load generator share the only processor');
  if (spawnSync('taskset', ['--version']).status !== 0) {
    return unpinned('not pinned, because there is no taskset here: the load generator takes time from the server');
  }
  const lists: Readonly<Record<Role, string>> = { server: String(first), generator: rest.join(',') };
  return {
    arrangement: `server on processor ${lists.server}, load generator on ${lists.generator}`,
    pin: (role, command, args) => ({ command: 'taskset', args: ['-c', lists[role], command, ...args] }),
  };
}

function unpinned(arrangement: string): Processors {
  return { arrangement, generatorThreads: 1, pin: (_role, command, args) => ({ command, args }) };
}

/** From Linux's list, such as `0-3,8`. */
function allowedProcessors(): number[] {
  if (process.platform !== 'linux') return [];
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [from = Number.NaN, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
