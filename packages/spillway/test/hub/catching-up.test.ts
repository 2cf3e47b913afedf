import { describe, expect, test } from 'vitest';
import type { Hub } from '../../src/hub/hub.ts';
import { createHub } from '../../src/hub/create-hub.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { simulatedHub } from '../support/simulated-hub.ts';
import { TestClient } from '../support/test-client.ts';

/** Without a window in memory every resume reads the log. */
const sources = [
  { from: 'the window of recent events', recent: {}, isInstant: false },
  { from: 'a window over a log in memory', recent: {}, isInstant: true },
  { from: 'the log', recent: { events: 0 }, isInstant: false },
];

function publishNumbers(hub: Hub, from: number, to: number, topic = 'a') {
  return hub.publish(Array.from({ length: to - from + 1 }, (_, at) => ({ topic, data: `${from + at}` })));
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => `${from + at}`);
}

describe.each(sources)('a subscriber that resumes from $from', ({ recent, isInstant }) => {
  test('receives what it missed, then what comes, without a seam', async () => {
    const { hub, clock } = simulatedHub({ recent, isInstant });
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    await publishNumbers(hub, 1, 10);
    await clock.settle();
    client.disconnect();
    await publishNumbers(hub, 11, 5_000);
    client.connect();
    await publishNumbers(hub, 5_001, 5_010);
    clock.runSoon();
    await publishNumbers(hub, 5_011, 5_020);
    await clock.settle();
    expect(client.data).toEqual(numbers(1, 5_020));
    expect(hub.stats()).toMatchObject({ catchingUp: 0, audiences: 1 });
  });

  test('inside a batch receives only what follows its cursor', async () => {
    const { hub, clock } = simulatedHub({ recent, isInstant });
    await publishNumbers(hub, 1, 5);
    const client = new TestClient(hub, { topics: ['a'], cursor: 'e1-3' });
    await clock.settle();
    expect(client.data).toEqual(['4', '5']);
  });

  test('resumes from an id that a publisher gave', async () => {
    const { hub, clock } = simulatedHub({ recent, isInstant });
    await hub.publish([
      { topic: 'a', data: '1', id: 'first' },
      { topic: 'a', data: '2' },
    ]);
    const client = new TestClient(hub, { topics: ['a'], cursor: 'first' });
    await clock.settle();
    expect(client.data).toEqual(['2']);
  });

  test('receives nothing of what has outlived its ttl', async () => {
    const { hub, clock } = simulatedHub({ recent, isInstant });
    await hub.publish([
      { topic: 'a', data: 'short', ttl: 1 },
      { topic: 'a', data: 'long', ttl: 100 },
    ]);
    await clock.advance(1_000);
    const client = new TestClient(hub, { topics: ['a'], since: 'earliest' });
    await clock.settle();
    expect(client.data).toEqual(['long']);
  });

  test('skips a topic that it did not select, however much there is of it', async () => {
    const { hub, clock } = simulatedHub({ recent, isInstant });
    await hub.publish({ topic: 'a', data: 'before' });
    await publishNumbers(hub, 1, 4_000, 'other');
    await hub.publish({ topic: 'a', data: 'after' });
    const client = new TestClient(hub, { topics: ['a'], since: 'earliest' });
    await clock.settle();
    expect(client.data).toEqual(['before', 'after']);
  });
});

describe('a gap', () => {
  test('is told first when the log no longer holds what the cursor asks for, then all that is kept', async () => {
    const { hub, clock } = simulatedHub({ recent: { events: 2 } }, { events: 10 });
    await publishNumbers(hub, 1, 30);
    const client = new TestClient(hub, { topics: ['a'], cursor: 'e1-5' });
    await clock.settle();
    expect(client.events[0]).toMatchObject({ event: 'gap', id: 'e1-20', data: '{"reason":"trimmed","after":"e1-5"}' });
    expect(client.data.slice(1)).toEqual(numbers(21, 30));
  });

  test('is not told again to a subscriber that drops after it', async () => {
    const { hub, clock } = simulatedHub({ recent: { events: 2 } }, { events: 10 });
    await publishNumbers(hub, 1, 30);
    const client = new TestClient(hub, { topics: ['b'], cursor: 'e1-5' });
    await clock.settle();
    client.disconnect();
    client.connect();
    await clock.settle();
    expect(client.events.map(({ event }) => event)).toEqual(['gap']);
  });

  test.each([
    ['another epoch', 'e0-3', 'epoch'],
    ['an offset that was never given out', 'e1-99', 'unknown'],
    ['an id that is not known', 'what?', 'unknown'],
  ])('is told for a cursor of %s', async (_, cursor, reason) => {
    const { hub, clock } = simulatedHub();
    await publishNumbers(hub, 1, 2);
    const client = new TestClient(hub, { topics: ['a'], cursor });
    await clock.settle();
    expect(client.events.map(({ event, data }) => (event === 'gap' ? JSON.parse(data) : data))).toEqual([
      { reason, after: cursor },
      '1',
      '2',
    ]);
  });

  test('is not told when nothing is missing: at the edge of what is kept', async () => {
    const { hub, clock } = simulatedHub({ recent: { events: 0 } }, { events: 10 });
    await publishNumbers(hub, 1, 30);
    const client = new TestClient(hub, { topics: ['a'], cursor: 'e1-20' });
    await clock.settle();
    expect(client.data).toEqual(numbers(21, 30));
  });

  test('is told in the middle of a stream that the log has trimmed past', async () => {
    const { hub, clock } = simulatedHub({ tapeBytes: 100, recent: { events: 0 } }, { events: 10 });
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    client.stall();
    for (let at = 1; at <= 100; at++) {
      await hub.publish({ topic: 'a', data: `${at}` });
      await clock.settle();
    }
    client.drain();
    await clock.settle();
    const [first, gap, ...rest] = client.data;
    expect([first, JSON.parse(gap ?? '')]).toEqual(['1', { reason: 'trimmed', after: 'e1-1' }]);
    expect(rest).toEqual(numbers(91, 100));
  });
});

describe('a slow reader', () => {
  test('within the bound of the tape gets the rest in one write, without touching the log', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    client.stall();
    for (let at = 1; at <= 100; at++) {
      await hub.publish({ topic: 'a', data: `${at}` });
      await clock.settle();
    }
    client.writes.length = 0;
    expect(hub.stats().catchingUp).toBe(0);
    client.drain();
    await clock.settle();
    expect(client.data).toEqual(numbers(1, 100));
    expect(client.writes.length).toBeLessThanOrEqual(3);
  });

  test('that the bound of the tape has passed reads on from the log and joins again', async () => {
    const { hub, clock } = simulatedHub({ tapeBytes: 200, recent: { events: 5 } });
    const slow = new TestClient(hub, { topics: ['a'] });
    const quick = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    slow.stall();
    for (let at = 1; at <= 100; at++) {
      await hub.publish({ topic: 'a', data: `${at}` });
      await clock.settle();
    }
    expect(hub.stats().catchingUp).toBe(1);
    expect(quick.data).toEqual(numbers(1, 100));
    slow.drain();
    await publishNumbers(hub, 101, 110);
    await clock.settle();
    expect(slow.data).toEqual(numbers(1, 110));
    expect(hub.stats().catchingUp).toBe(0);
  });

  test('gets only the newest of each key of what it has not caught up with', async () => {
    const { hub, clock } = simulatedHub({ tapeBytes: 200 });
    const client = new TestClient(hub, { topics: ['prices'] });
    await clock.settle();
    client.stall();
    for (let at = 1; at <= 100; at++) {
      const key = at % 2 === 0 ? 'even' : 'odd';
      await hub.publish({ topic: 'prices', data: `${at}`, ...(at !== 50 && { key }) });
      await clock.settle();
    }
    client.drain();
    await clock.settle();
    expect(client.data).toEqual(['1', '50', '99', '100']);
  });
});

describe('since', () => {
  test('earliest begins with the oldest event that is kept, and is no gap', async () => {
    const { hub, clock } = simulatedHub({}, { events: 3 });
    await publishNumbers(hub, 1, 5);
    const client = new TestClient(hub, { topics: ['a'], since: 'earliest' });
    await clock.settle();
    expect(client.data).toEqual(['3', '4', '5']);
  });

  test('latest begins with the newest of each topic and key that is selected, then goes on live', async () => {
    const { hub, clock } = simulatedHub();
    await hub.publish([
      { topic: 'scores/1', key: 'goals', data: '0:0' },
      { topic: 'scores/1', key: 'clock', data: '12' },
      { topic: 'scores/2', key: 'goals', data: '2:1' },
      { topic: 'scores/1', key: 'goals', data: '1:0' },
      { topic: 'scores/1', data: 'kick-off' },
      { topic: 'scores/1', data: 'goal!' },
      { topic: 'news', key: 'goals', data: 'not asked for' },
    ]);
    const client = new TestClient(hub, { topics: ['scores/*'], since: 'latest' });
    await clock.settle();
    expect(client.data).toEqual(['12', '2:1', '1:0', 'goal!']);
    await hub.publish({ topic: 'scores/1', key: 'clock', data: '13' });
    await clock.settle();
    expect(client.data.at(-1)).toBe('13');
  });

  test('latest loses nothing for a subscriber that drops before the snapshot has arrived', async () => {
    const { hub, clock } = simulatedHub();
    await hub.publish([1, 2, 3].map((at) => ({ topic: `t/${at}`, key: 'k', data: `${at}` })));
    const client = new TestClient(hub, { topics: ['t/*'], since: 'latest' });
    client.stall();
    await clock.settle();
    client.disconnect(60);
    client.connect();
    await clock.settle();
    expect(client.data).toEqual(['1', '2', '3']);
  });

  test('gives way to a cursor', async () => {
    const { hub, clock } = simulatedHub();
    await publishNumbers(hub, 1, 3);
    const client = new TestClient(hub, { topics: ['a'], since: 'earliest', cursor: 'e1-2' });
    await clock.settle();
    expect(client.data).toEqual(['3']);
  });
});

test('a hub that starts on a log with history serves resumes from before its start', async () => {
  const log = createMemoryLog({ epoch: 'e1' });
  await log.append([1, 2, 3, 4].map((at) => ({ topics: ['a'], data: `${at}` })));
  const { hub, clock } = simulatedHub({ log });
  const client = new TestClient(hub, { topics: ['a'], cursor: 'e1-2' });
  await clock.settle();
  expect(client.data).toEqual(['3', '4']);
  const plain = createHub({ log: createMemoryLog() });
  await expect(plain.ready()).resolves.toBeUndefined();
  await plain.close();
});
