import { describe, expect, test } from 'vitest';
import { openConnection } from '../../../src/client/connection.ts';
import { openSubscription } from '../../../src/client/open-subscription.ts';
import type { EventReaders } from '../../../src/client/event-reader.ts';
import type { BufferOptions, Subscription, SubscriptionEvent } from '../../../src/client/subscription.ts';
import { Simulation, problemAnswer } from './simulation.ts';

function subscribeWith(buffer: BufferOptions = {}, simulation = new Simulation()) {
  const subscription = openSubscription('http://hub.test/events', { buffer }, openConnection, simulation.environment);
  return {
    subscription,
    simulation,
    write: async (...data: (number | string)[]) => {
      await simulation.clock.settle();
      simulation.server.stream.write(data.map((each) => `id: ${each}\ndata: ${each}\n\n`).join(''));
      await simulation.clock.settle();
    },
  };
}

/** An iterator that has begun to read, as `for await` does at once. */
function reading(subscription: Subscription<EventReaders>) {
  const iterator = subscription[Symbol.asyncIterator]();
  const first = iterator.next();
  return {
    iterator,
    /** The data of the next event. */
    async first() {
      return dataOf(await first);
    },
    async next() {
      return dataOf(await iterator.next());
    },
  };
}

function dataOf(step: IteratorResult<SubscriptionEvent, unknown>): string | undefined {
  return step.done === true ? undefined : step.value.data;
}

const frame = (topic: string, data: string) => `topic: ${topic}\ndata: ${data}\n\n`;

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('for await reads events until the stream has its end', async () => {
  const { subscription, simulation, write } = subscribeWith();
  const seen: string[] = [];
  const done = (async () => {
    for await (const { data } of subscription) seen.push(data);
  })();
  await write(1, 2, 3);
  simulation.server.stream.write('data: 4\n\nevent: end\nid: end-of-stream\ndata\n\n');
  await done;
  expect(seen).toEqual(['1', '2', '3', '4']);
  expect(subscription.state).toEqual({ phase: 'closed' });
});

test('for await throws why a subscription gave up, after what it had got', async () => {
  const { subscription, simulation, write } = subscribeWith();
  const seen: string[] = [];
  const done = (async () => {
    for await (const { data } of subscription) seen.push(data);
  })();
  const failure = done.catch((error: unknown) => error);
  await write(1);
  simulation.server.answer(problemAnswer(403, 'forbidden'));
  simulation.server.stream.write('data: 2\n\n');
  simulation.server.stream.end();
  await simulation.clock.advance(1000);
  expect(await failure).toMatchObject({ code: 'forbidden' });
  expect(seen).toEqual(['1', '2']);
  await expect(subscription[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'forbidden' });
});

test('close ends an iterator, once it has read what it holds', async () => {
  const { subscription, write } = subscribeWith();
  const reader = reading(subscription);
  await write(1, 2, 3);
  expect(await reader.first()).toBe('1');
  subscription.close();
  expect([await reader.next(), await reader.next(), await reader.next()]).toEqual(['2', '3', undefined]);
});

test('several iterators each get every event from when they began', async () => {
  const { subscription, write } = subscribeWith();
  const one = reading(subscription);
  await write(1);
  const two = reading(subscription);
  await write(2);
  expect([await one.first(), await one.next()]).toEqual(['1', '2']);
  expect(await two.first()).toBe('2');
});

test('an iterator that is left holds nobody', async () => {
  const { subscription, write, simulation } = subscribeWith({ events: 2 });
  const seen: string[] = [];
  subscription.on('message', ({ data }) => seen.push(data));
  const reader = reading(subscription);
  await write(...numbers(1, 10));
  expect(seen.length).toBeLessThan(10);
  await reader.first();
  await reader.iterator.return?.();
  await simulation.clock.settle();
  expect(seen).toHaveLength(10);
  expect(subscription.state.phase).toBe('open');
});

test('an iterator can be left while it waits for an event', async () => {
  const { subscription, write } = subscribeWith({ events: 1 });
  const iterator = subscription[Symbol.asyncIterator]();
  const next = iterator.next();
  expect(await iterator.return?.()).toEqual({ done: true });
  expect(await next).toEqual({ done: true });
  const other = reading(subscription);
  await write(1, 2, 3);
  expect([await other.first(), await other.next(), await other.next()]).toEqual(['1', '2', '3']);
});

describe('block', () => {
  test('reads nothing more from the network until half of what is held has been read', async () => {
    const { subscription, write, simulation } = subscribeWith({ events: 4 });
    const reader = reading(subscription);
    for (let n = 1; n <= 20; n++) await write(n);
    const { stream } = simulation.server;
    const { pulls } = stream;
    await write(21);
    // Held, waiting to be, and the piece that had been asked for: no more of them, whatever is written.
    expect(pulls).toBeLessThan(12);
    expect(stream.pulls).toBe(pulls);

    expect(await reader.first()).toBe('1');
    const rest: (string | undefined)[] = [];
    while (rest.at(-1) !== '21') rest.push(await reader.next());
    expect(rest).toEqual(numbers(2, 21).map(String));
    expect(stream.pulls).toBeGreaterThan(pulls);
  });

  test('is decided by the slowest of several iterators', async () => {
    const { subscription, write, simulation } = subscribeWith({ events: 2 });
    const fast = reading(subscription);
    reading(subscription);
    const read: (string | undefined)[] = [];
    void (async () => {
      read.push(await fast.first());
      for (;;) read.push(await fast.next());
    })();
    for (let n = 1; n <= 20; n++) await write(n);
    expect(read.length).toBeLessThan(8);
    expect(simulation.server.stream.pulls).toBeLessThan(10);
  });
});

test('drop-oldest keeps the newest, and never holds the stream', async () => {
  const { subscription, write } = subscribeWith({ events: 3, policy: 'drop-oldest' });
  const reader = reading(subscription);
  await write(0);
  for (let n = 1; n <= 1000; n++) await write(n);
  expect(await reader.first()).toBe('0');
  expect([await reader.next(), await reader.next(), await reader.next()]).toEqual(['998', '999', '1000']);
});

const keyOf = ({ data }: { readonly data: string }) => data[0];

describe('latest-by-key', () => {
  test('keeps the newest of each key, in the place of the one before', async () => {
    const { subscription, write } = subscribeWith({ events: 10, policy: 'latest-by-key', keyOf });
    const reader = reading(subscription);
    await write('z0', 'a1', 'b1', 'a2', 'c1', 'b2');
    expect(await reader.first()).toBe('z0');
    expect([await reader.next(), await reader.next(), await reader.next()]).toEqual(['a2', 'b2', 'c1']);
    await write('a3');
    expect(await reader.next()).toBe('a3');
  });

  test('drops the oldest where all keys differ', async () => {
    const { subscription, write } = subscribeWith({ events: 2, policy: 'latest-by-key', keyOf });
    const reader = reading(subscription);
    await write('z0', 'a1', 'b1', 'c1');
    await reader.first();
    expect([await reader.next(), await reader.next()]).toEqual(['b1', 'c1']);
  });

  test('takes type and topics for the key', async () => {
    const { subscription, simulation } = subscribeWith({ policy: 'latest-by-key' });
    const reader = reading(subscription);
    await simulation.clock.settle();
    simulation.server.stream.write(
      frame('z', '0') + frame('a', '1') + frame('b', '2') + frame('a', '3') + `event: x\n${frame('a', '4')}`,
    );
    await simulation.clock.settle();
    await reader.first();
    expect([await reader.next(), await reader.next(), await reader.next()]).toEqual(['3', '2', '4']);
  });
});
