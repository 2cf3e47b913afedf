import { expect, test } from 'vitest';
import { Subscribers } from '../../src/load/subscribers.ts';
import type { StreamListener, Transport } from '../../src/load/transport.ts';

/** Subscribers whose transport does what the test says, at a time that it says. */
function createSubscribers(count: number, open: (subscriber: number, listener: StreamListener) => void) {
  const time = { micros: 0 };
  const opened: number[] = [];
  const cut: number[] = [];
  const createTransport = (listener: StreamListener): Transport => ({
    open(subscriber) {
      opened.push(subscriber);
      open(subscriber, listener);
    },
    cut: (subscriber) => void cut.push(subscriber),
    pause: () => undefined,
    resume: () => undefined,
    close: () => undefined,
  });
  const subscribers = new Subscribers(
    count,
    () => time.micros,
    createTransport,
    () => undefined,
  );
  return { subscribers, time, opened, cut };
}

test('at most 256 streams are being opened at once', async () => {
  const listeners: (() => void)[] = [];
  const { subscribers, opened } = createSubscribers(1000, (subscriber, listener) => {
    listeners.push(() => listener.opened(subscriber));
  });
  const connected = subscribers.connect();
  expect(opened).toHaveLength(256);
  for (let open = listeners.shift(); open !== undefined; open = listeners.shift()) {
    open();
    expect(opened.length - subscribers.open).toBeLessThanOrEqual(256);
  }
  expect(await connected).toMatchObject({ failed: 0 });
  expect(subscribers.open).toBe(1000);
  subscribers.close();
});

test('who gets no answer for 30 seconds has failed', async () => {
  const { subscribers, time, cut } = createSubscribers(2, (subscriber, listener) => {
    if (subscriber === 0) listener.opened(subscriber);
  });
  const connected = subscribers.connect();
  time.micros = 30_000_000;
  expect(await connected).toMatchObject({ failed: 1, reason: 'no answer came within 30 s' });
  expect(cut).toEqual([1]);
  expect([subscribers.wasOpened(0), subscribers.wasOpened(1)]).toEqual([true, false]);
  subscribers.close();
});

test('who comes back and is refused tries again', async () => {
  let refusals = 2;
  const { subscribers, opened } = createSubscribers(1, (subscriber, listener) => {
    if (opened.length === 1 || refusals-- === 0) listener.opened(subscriber);
    else listener.failed(subscriber, 'not now');
  });
  await subscribers.connect();
  subscribers.cut(0);
  expect(subscribers.open).toBe(0);
  subscribers.comeBack(0, 'id-7');
  await expect.poll(() => subscribers.open).toBe(1);
  expect(opened).toEqual([0, 0, 0, 0]);
  subscribers.close();
});
