/**
 * Runs benchmarks one after the other, each in a process of its own so that none heats or litters another's:
 *
 *   npm run bench             # all of them
 *   npm run bench -- codec    # one, with its own arguments behind it
 */
import { spawnSync } from 'node:child_process';

const benchmarks = ['codec', 'topic', 'log'];

const [name, ...rest] = process.argv.slice(2);
if (name !== undefined && !benchmarks.includes(name)) {
  console.error(`There is no benchmark "${name}": choose among ${benchmarks.join(', ')}.`);
  process.exit(1);
}

for (const benchmark of name === undefined ? benchmarks : [name]) {
  console.log(`\n── ${benchmark} ──`);
  const file = new URL(`./${benchmark}/bench.ts`, import.meta.url).pathname;
  const { status } = spawnSync(process.execPath, [...process.execArgv, file, ...rest], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
