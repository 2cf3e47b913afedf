import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

interface Traffic {
  readonly listened: number;
  readonly iterated: number;
  readonly requests: number;
  readonly passedMs: number;
  readonly before: number;
  readonly after: number;
}

/**
 * By so much the heap may be larger after an hour: five times what was measured, which is 50 KiB and comes to rest.
 * Each of 1,000,000 events that left a mere 8 bytes would add 8 MiB, each of 1,000 connections that left a closure and
 * a promise 300 KiB.
 */
const mostGrowthBytes = 256 * 1024;

test('an hour of traffic, 1,000,000 events and 1,000 reconnects, leaves the heap where it began', async () => {
  const program = fileURLToPath(new URL('traffic-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    // Else the heap would shrink by what the engine needed to read these sources, at a time of its own.
    '--no-flush-bytecode',
    '--conditions=@spillway/source',
    program,
  ]);
  const traffic = JSON.parse(stdout) as Traffic;
  expect(traffic.listened).toBe(1_000_000);
  expect(traffic.iterated).toBe(1_000_000);
  expect(traffic.requests).toBe(1000);
  expect(traffic.passedMs).toBe(3_600_000);
  expect(traffic.after - traffic.before).toBeLessThan(mostGrowthBytes);
});
