/**
 * Runs benchmarks one after the other, each in a process of its own so that none heats or litters another's:
 *
 *   npm run bench             # all of them
 *   npm run bench -- codec    # one, with its own arguments behind it
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const benchmarks = ['codec', 'bytes', 'topic', 'log', 'fanout'];

const [name, ...rest] = process.argv.slice(2);
if (name !== undefined && !benchmarks.includes(name)) {
  console.error(`There is no benchmark "${name}": choose among ${benchmarks.join(', ')}.`);
  process.exit(1);
}

// A terminal sends Ctrl-C to the benchmark as well: it ends in good order, and so do we, after it.
process.on('SIGINT', () => undefined);

for (const benchmark of name === undefined ? benchmarks : [name]) {
  console.log(`\n── ${benchmark} ──`);
  const file = new URL(`./${benchmark}/bench.ts`, import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, file, ...rest], { stdio: 'inherit' });
  const passOn = (): boolean => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  await once(child, 'exit');
  process.off('SIGTERM', passOn);
  if (child.exitCode !== 0) process.exit(child.exitCode ?? 1);
}
