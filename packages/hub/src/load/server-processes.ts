import { readFileSync } from 'node:fs';
import { LoadTestError } from './error.ts';

/** The server's processes, whose cost is measured. */
export interface ServerProcesses {
  readonly pids: readonly number[];
  /** Whether one of them may run on a core that this process may run on. */
  readonly sharesCores: boolean;
  read(): ServerFigures;
}

/** Of all processes together. */
export interface ServerFigures {
  /** User and system time since they began. */
  readonly cpuSeconds: number;
  /** Resident memory (VmRSS). */
  readonly residentBytes: number;
}

/**
 * Measures processes by Linux' /proc (proc(5)). Of one that has ended since, the last figures are kept.
 *
 * @throws {@link LoadTestError} where there is no such process, or the system has no /proc.
 */
export function openServerProcesses(pids: readonly number[]): ServerProcesses {
  if (process.platform !== 'linux') {
    throw new LoadTestError(`--pid reads /proc, which only Linux has: leave it out on ${process.platform}`);
  }
  const figures = new Map<number, ServerFigures>();
  for (const pid of pids) {
    const found = figuresOf(pid);
    if (found === undefined) {
      throw new LoadTestError(`there is no process ${pid} to measure: --pid takes the ids of the server's processes`);
    }
    figures.set(pid, found);
  }
  const own = coresOf(process.pid);
  return {
    pids,
    sharesCores: pids.some((pid) => coresOf(pid).some((core) => own.includes(core))),
    read() {
      let cpuSeconds = 0;
      let residentBytes = 0;
      for (const [pid, last] of figures) {
        const now = figuresOf(pid) ?? { ...last, residentBytes: 0 };
        figures.set(pid, now);
        cpuSeconds += now.cpuSeconds;
        residentBytes += now.residentBytes;
      }
      return { cpuSeconds, residentBytes };
    },
  };
}

/** Undefined when there is no such process (any more). */
function figuresOf(pid: number): ServerFigures | undefined {
  const stat = readProc(pid, 'stat');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status'))?.[1];
  if (kibibytes === undefined) return undefined;
  // The program's name stands in parentheses, and may hold some and spaces: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuSeconds: ticks / ticksPerSecond, residentBytes: Number(kibibytes) * 1024 };
}

/** The numbers of the cores that a process may run on: `Cpus_allowed_list`, such as `0-2,5`. */
function coresOf(pid: number): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readProc(pid, 'status'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** USER_HZ, which is 100 wherever Node runs on Linux. */
const ticksPerSecond = 100;

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended: what there is to know of it, its caller keeps.
    return '';
  }
}
