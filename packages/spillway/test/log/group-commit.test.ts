import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGroupCommit } from '../../src/log/sqlite/group-commit.ts';

interface NamedBatch {
  readonly name: string;
  readonly length: number;
  readonly bytes: number;
}

/** A group commit over a disk that is done when the test says so, after as many milliseconds as it says. */
function slowDisk(bounds = { events: 10, bytes: 1000, waitingBytes: 2000 }) {
  const groups: string[] = [];
  let nowMs = 0;
  let timer: { readonly at: number; readonly task: () => void } | undefined;
  const clock = {
    now: () => nowMs,
    after(delayMs: number, task: () => void) {
      const own = (timer = { at: nowMs + delayMs, task });
      return () => {
        if (timer === own) timer = undefined;
      };
    },
  };
  let finish: ((error?: Error) => void) | undefined;
  const commits = createGroupCommit<NamedBatch, string>(
    (batches) => {
      groups.push(batches.map(({ name }) => name).join(''));
      return new Promise((resolve, reject) => {
        finish = (error) => {
          if (error === undefined) resolve(batches.map(({ name }) => `${name} is done`));
          else reject(error);
        };
      });
    },
    bounds,
    clock,
  );
  return {
    groups,
    get isGathering() {
      return timer !== undefined;
    },
    async pass(ms: number) {
      nowMs += ms;
      const due = timer;
      if (due && due.at <= nowMs) {
        timer = undefined;
        due.task();
      }
      await setImmediate();
    },
    idle: () => commits.idle(),
    append: (name: string, length = 1, bytes = 1) => commits.append({ name, length, bytes }),
    async finish(error?: Error) {
      finish?.(error);
      await setImmediate();
    },
  };
}

test('what is appended in one turn of the event loop is one group', async () => {
  const disk = slowDisk();
  const appends = [disk.append('a'), disk.append('b'), disk.append('c')];
  await setImmediate();
  await disk.finish();
  expect(await Promise.all(appends)).toEqual(['a is done', 'b is done', 'c is done']);
  expect(disk.groups).toEqual(['abc']);
});

test('what comes in while the disk is busy gathers, and is the next group', async () => {
  const disk = slowDisk();
  const appends = [disk.append('a')];
  await setImmediate();
  appends.push(disk.append('b'));
  await setImmediate();
  appends.push(disk.append('c'));
  await disk.finish();
  await disk.pass(1);
  expect(disk.groups).toEqual(['a', 'bc']);
  await disk.finish();
  expect(await Promise.all(appends)).toEqual(['a is done', 'b is done', 'c is done']);
});

test('publishers who send again as soon as they are answered share each commit', async () => {
  const disk = slowDisk();
  void disk.append('a');
  await setImmediate();
  void disk.append('b');
  await disk.finish();
  expect(disk.groups).toEqual(['a']);
  void disk.append('a');
  await setImmediate();
  expect(disk.groups).toEqual(['a', 'ba']);
  for (let round = 0; round < 2; round++) {
    await disk.finish();
    void disk.append('a');
    await setImmediate();
    void disk.append('b');
    await setImmediate();
  }
  expect(disk.groups).toEqual(['a', 'ba', 'ab', 'ab']);
  await disk.finish();
});

test('a group waits for those who are expected as long as the commit before took, and expects fewer from then on', async () => {
  const disk = slowDisk();
  const appends = [disk.append('a'), disk.append('b')];
  await setImmediate();
  await disk.pass(5);
  await disk.finish();
  appends.push(disk.append('a'));
  await disk.pass(4);
  expect(disk.groups).toEqual(['ab']);
  await disk.pass(1);
  expect(disk.groups).toEqual(['ab', 'a']);
  await disk.finish();
  appends.push(disk.append('a'));
  await setImmediate();
  expect(disk.groups).toEqual(['ab', 'a', 'a']);
  expect(disk.isGathering).toBe(false);
  await disk.finish();
  await Promise.all(appends);
});

test('an append after a silence is committed at once, however many came together before', async () => {
  const disk = slowDisk();
  const appends = [disk.append('a'), disk.append('b'), disk.append('c')];
  await setImmediate();
  await disk.finish();
  await disk.pass(1);
  appends.push(disk.append('d'));
  await setImmediate();
  expect(disk.groups).toEqual(['abc', 'd']);
  await disk.finish();
  await Promise.all(appends);
});

test('a group holds no more events and bytes than its bounds, but one batch at least', async () => {
  const disk = slowDisk();
  const appends = [
    disk.append('a', 6),
    disk.append('b', 4),
    disk.append('c', 20),
    disk.append('d', 1, 600),
    disk.append('e', 1, 600),
  ];
  await setImmediate();
  for (let group = 0; group < 4; group++) {
    await disk.finish();
    await disk.pass(1);
  }
  await Promise.all(appends);
  expect(disk.groups).toEqual(['ab', 'c', 'd', 'e']);
});

test('an error refuses the whole group, and the next group is tried', async () => {
  const disk = slowDisk();
  const refused = Promise.allSettled([disk.append('a'), disk.append('b')]);
  await setImmediate();
  const next = disk.append('c');
  await disk.finish(new Error('no room'));
  await disk.pass(1);
  expect(await refused).toMatchObject([{ reason: { message: 'no room' } }, { reason: { message: 'no room' } }]);
  await disk.finish();
  expect(await next).toBe('c is done');
});

test('a batch is refused while too many bytes wait already, and taken again when they are gone', async () => {
  const disk = slowDisk();
  const first = disk.append('a', 1, 100);
  await setImmediate();
  const waiting = [disk.append('b', 1, 5000)];
  await expect(disk.append('c', 1, 1)).rejects.toMatchObject({ code: 'log-unavailable' });
  await disk.finish();
  waiting.push(disk.append('d', 1, 1));
  for (let group = 0; group < 2; group++) {
    await disk.pass(1);
    await disk.finish();
  }
  expect(await Promise.all([first, ...waiting])).toEqual(['a is done', 'b is done', 'd is done']);
});

test('is idle when nothing waits', async () => {
  const disk = slowDisk();
  await disk.idle();
  let idle = false;
  void disk.append('a');
  const becomesIdle = disk.idle().then(() => (idle = true));
  await setImmediate();
  expect(idle).toBe(false);
  await disk.finish();
  await becomesIdle;
  expect(disk.groups).toEqual(['a']);
});
