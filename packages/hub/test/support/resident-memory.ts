import { readFileSync } from 'node:fs';

/** Where a process's memory can be read from outside: Linux has `/proc`. */
export const canReadResidentMemory = process.platform === 'linux';

/** Ends the title of a test that is skipped for it. */
export const reasonWithoutMemory = canReadResidentMemory ? '' : ' (skipped: only Linux tells the memory of a process)';

/** Bytes of real memory that a process holds (VmRSS, proc(5)). */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`process ${pid} tells nothing of its memory`);
  return Number(kibibytes) * 1024;
}
