import { expect, test } from 'vitest';
import { startExample } from './example.ts';

test('Ctrl-C ends the example, and its hub with it', async () => {
  const example = await startExample();
  process.kill(example.hubPid, 0);
  expect(await example.stop()).toBe(0);
  expect(() => process.kill(example.hubPid, 0)).toThrow('ESRCH');
});

test('the example tells of a restart in one line', async () => {
  const example = await startExample();
  const before = [example.lines.length, example.hubPid];
  await example.killHub();
  await example.stop();
  const said = example.lines.slice(before[0]);
  expect(said).toEqual([
    expect.stringMatching(`the hub ended \\(SIGKILL\\) and was started again as process ${example.hubPid}$`),
  ]);
  expect(example.hubPid).not.toBe(before[1]);
});
