import { hostname, totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { createSampler } from '../../host/sample.ts';

test('a sample tells what this machine does, and samples are numbered from 1 on', async () => {
  const sampler = await createSampler('run');
  const [first, second] = [await sampler.take(), await sampler.take()];

  expect([first.sequence, second.sequence]).toEqual([1, 2]);
  expect(second.machine.name).toBe(hostname());
  expect(second.memory.total).toBe(totalmem());
  expect(second.memory.used).toBeGreaterThan(0);
  expect(second.memory.used).toBeLessThan(totalmem());
  expect(second.processor.busy).toBeGreaterThanOrEqual(0);
  expect(second.processor.busy).toBeLessThanOrEqual(100);
  // What is unknown must be null or 0: `undefined` and NaN would not survive as JSON.
  expect(JSON.parse(JSON.stringify(second))).toEqual(second);
});
