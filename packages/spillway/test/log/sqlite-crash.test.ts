import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteLog } from 'spillway/log/sqlite';
import { startProcess } from './child-process.ts';

test('every acknowledged event is there, in order, after SIGKILL at random moments under concurrent appends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spillway-crash-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'events.db');
  let epoch: string | undefined;
  let end = 0;

  for (let round = 0; round < 6; round++) {
    const child = startProcess('appending-process.ts', path);
    await child.printed(1 + Math.floor(Math.random() * 3000));
    await child.kill();
    // The last line may be half of one.
    const acknowledged = child.lines.slice(1, -1);

    const log = await openSqliteLog(path);
    expect(log.epoch).toBe((epoch ??= log.epoch));
    const { events, last } = await log.read(end, { events: Infinity, bytes: Infinity });
    await log.close();

    const dataByOffset = new Map(events.map(({ offset, data }) => [offset, data]));
    expect(events.map(({ offset }) => offset)).toEqual(Array.from(events, (_, index) => end + 1 + index));
    for (const line of acknowledged) {
      const [offset, ...data] = line.split(' ');
      expect(dataByOffset.get(Number(offset)), `the event of the acknowledged line "${line}"`).toBe(data.join(' '));
    }
    expectWholeBatchesInOrder(events.map(({ data }) => data));
    end = last;
  }
});

function expectWholeBatchesInOrder(data: readonly string[]): void {
  const next = new Map<string, number>();
  for (let index = 0; index < data.length;) {
    const [publisher = '', first, length] = (data[index] ?? '').split(' ');
    for (let place = 0; place < Number(length); place++) {
      const expected = next.get(publisher) ?? 0;
      expect(data[index + place]).toBe(`${publisher} ${expected} ${length}`);
      next.set(publisher, expected + 1);
    }
    expect(Number(first) + Number(length)).toBe(next.get(publisher));
    index += Number(length);
  }
}
