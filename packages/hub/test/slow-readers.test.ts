import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { runHub } from './running-hub.ts';
import { eventBytes, publishFlood } from './support/flood.ts';
import { numbersBetween, openFloodReader, peakMemoryOfFlood } from './support/flood-reader.ts';
import { startHubProcess } from './support/hub-process.ts';
import { canReadResidentMemory, reasonWithoutMemory } from './support/resident-memory.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const mebibyte = 1024 * 1024;
const topicCount = 20;
const topicOf = (number: number): string => `flood/${number % topicCount}`;

test.skipIf(!canReadResidentMemory)(
  `while 20 of 200 subscribers are stalled the hub keeps nothing for them, and all 200 get all that they select${reasonWithoutMemory}`,
  async () => {
    const hub = await startHubProcess(['--log', `sqlite:${join(await temporaryFolder(), 'events.db')}`]);
    onTestFinished(async () => void (await hub.kill('SIGTERM')));
    const events = (80 * mebibyte) / eventBytes;
    const others = await Promise.all(numbersBetween(0, 180).map((count) => openFloodReader(hub.url, topicOf(count))));
    const usualPeak = await peakMemoryOfFlood(hub, { from: 0, events, topicOf });

    const stalled = await Promise.all(numbersBetween(0, 20).map(() => openFloodReader(hub.url, '*')));
    for (const { stream } of stalled) stream.pause();
    const end = 2 * events;
    const peak = await peakMemoryOfFlood(hub, { from: events, events, topicOf });

    const all = numbersBetween(0, end);
    for (const [count, reader] of others.entries()) {
      const selected = all.filter((number) => topicOf(number) === topicOf(count));
      await reader.received(selected.at(-1) ?? 0);
      expect(reader.numbers).toEqual(selected);
      expect(reader.strange).toEqual([]);
      expect(reader.stream.isOpen).toBe(true);
    }
    // Kept for them, the flood would take 80 MiB even if they shared it.
    expect(peak - usualPeak).toBeLessThan(64 * mebibyte);

    for (const { numbers, stream } of stalled) {
      expect(numbers).toEqual([]);
      stream.resume();
    }
    await Promise.all(stalled.map((reader) => reader.received(end - 1)));
    for (const { numbers, strange, stream } of stalled) {
      expect(numbers).toEqual(numbersBetween(events, end));
      expect(strange).toEqual([]);
      expect(stream.isOpen).toBe(true);
    }
  },
  300_000,
);

test('stalled readers that never read again and are cut leave nothing behind', async () => {
  const { hub, url } = await runHub({ retention: { bytes: 8 * mebibyte }, recentBytes: 8 * mebibyte });
  const events = (24 * mebibyte) / eventBytes;
  let from = 0;
  const flood = async (): Promise<void> => {
    await publishFlood(url, { from, events, topicOf });
    from += events;
  };
  // Now the log and the window of recent events are full.
  const reading = await openFloodReader(url, '*');
  await flood();
  await reading.received(from - 1);
  reading.stream.cut();
  await expect.poll(() => hub.stats().subscribers).toBe(0);
  const usual = await settledBufferedBytes();

  for (let round = 0; round < 3; round++) {
    const stalled = await Promise.all(numbersBetween(0, 20).map(() => openFloodReader(url, '*')));
    for (const { stream } of stalled) stream.pause();
    await flood();
    await expect.poll(() => hub.stats()).toMatchObject({ subscribers: 20, audiences: 1, catchingUp: 20, head: from });
    // Each has one write in flight; the readers, in this process too, hold 230 kB each before they stop their sockets.
    expect((await settledBufferedBytes()) - usual).toBeLessThan(20 * (mebibyte / 2));

    // What the readers hold themselves goes with them.
    for (const { stream } of stalled.splice(0)) stream.cut();
    await expect.poll(() => hub.stats()).toMatchObject({ subscribers: 0, audiences: 0, catchingUp: 0 });
    await expect.poll(() => bufferedBytes() - usual).toBeLessThan(mebibyte);
  }
}, 300_000);

/** What collected buffers hold is freed by a thread of its own, so they are counted until that has settled. */
async function settledBufferedBytes(): Promise<number> {
  const counts = [bufferedBytes(), bufferedBytes()];
  const isSettled = () => {
    counts.push(bufferedBytes());
    const latest = counts.slice(-3);
    return Math.max(...latest) - Math.min(...latest) < mebibyte / 4;
  };
  await expect.poll(isSettled).toBe(true);
  return counts.at(-1) ?? 0;
}

/** Bytes that buffers hold which somebody still refers to. */
function bufferedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}
