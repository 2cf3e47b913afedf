import { readFile } from 'node:fs/promises';
import { LoadTestError } from './error.ts';

/**
 * Makes sure that a process may hold so many connections. Where the system does not tell (it is not Linux), the
 * connections that are too many will fail and say why.
 *
 * @throws {@link LoadTestError} that says what to do.
 */
export async function checkDescriptors(connections: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
  const needed = connections + ownDescriptors;
  if (needed <= limit) return;
  throw new LoadTestError(
    `${connections} connections need ${needed} open files, and this process may have ${limit}: ` +
      `raise the limit (ulimit -n ${needed}), or take fewer subscribers`,
  );
}

/** Those of Node and its threads, generously. */
const ownDescriptors = 200;
