import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventBytes, publishFlood } from './support/flood.ts';
import { numbersBetween, openFloodReader } from './support/flood-reader.ts';
import { startHubProcess } from './support/hub-process.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const topic = 'prices';
const keyCount = 100;
const keyOf = (number: number): string => `share ${number % keyCount}`;

/** More than all sockets between the hub and a reader hold, so that nothing of what follows is on its way already. */
const fillingEvents = Math.ceil((32 * 1024 * 1024) / eventBytes);

test.each([
  ['SQLite log', async () => `sqlite:${join(await temporaryFolder(), 'events.db')}`],
  ['memory log', () => 'memory:'],
])(
  'a reader that was stalled gets, of events with keys, only the newest of each key (%s)',
  async (_name, logUrl) => {
    const hub = await startHubProcess(['--log', await logUrl(), '--keep-bytes', `${256 * 1024 * 1024}`]);
    onTestFinished(async () => void (await hub.kill('SIGTERM')));
    const reading = await openFloodReader(hub.url, topic);
    const stalled = await openFloodReader(hub.url, topic);
    stalled.stream.pause();

    // Until its connection is full: each with a key of its own, so that none is superseded.
    await publishFlood(hub.url, {
      from: 0,
      events: fillingEvents,
      topicOf: () => topic,
      keyOf: (number) => `${number}`,
    });
    const from = fillingEvents;
    const to = from + 20 * keyCount;
    await publishFlood(hub.url, { from, events: to - from, topicOf: () => topic, keyOf });
    await reading.received(to - 1);

    stalled.stream.resume();
    await stalled.received(to - 1);
    expect(stalled.numbers).toEqual([...numbersBetween(0, from), ...numbersBetween(to - keyCount, to)]);

    // From there on it is live again and gets every event, whatever its key: these few fit on the tape.
    await publishFlood(hub.url, { from: to, events: 20, topicOf: () => topic, keyOf: () => 'share 1' });
    await stalled.received(to + 19);
    expect(stalled.numbers.slice(from + keyCount)).toEqual(numbersBetween(to, to + 20));
    expect(stalled.strange).toEqual([]);
    expect(stalled.stream.isOpen).toBe(true);
  },
  300_000,
);
