import { describe, expect, test } from 'vitest';
import { simulatedHub } from '../support/simulated-hub.ts';
import { TestClient } from '../support/test-client.ts';

describe('publish', () => {
  test('answers with the cursor of the event', async () => {
    const { hub } = simulatedHub();
    expect(await hub.publish({ topic: 'a', data: 'x' })).toEqual({ id: 'e1-1', offset: 1 });
    expect(await hub.publish({ topic: 'a', data: 'y', id: 'mine' })).toEqual({ id: 'mine', offset: 2 });
  });

  test('answers a repeated id as the first time, and delivers it once', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    const first = await hub.publish({ topic: 'a', data: 'x', id: 'mine' });
    const second = await hub.publish({ topic: 'a', data: 'x', id: 'mine' });
    await clock.settle();
    expect(second).toEqual(first);
    expect(client.data).toEqual(['x']);
  });

  test('answers a batch with one id for each event', async () => {
    const { hub } = simulatedHub();
    const published = await hub.publish([
      { topic: 'a', data: 1 },
      { topic: 'b', data: 2 },
    ]);
    expect(published.map(({ id }) => id)).toEqual(['e1-1', 'e1-2']);
  });

  test('refuses a batch as a whole when one event is not valid', async () => {
    const { hub, log } = simulatedHub();
    await expect(hub.publish([{ topic: 'a', data: 1 }, { topic: '' }])).rejects.toMatchObject({
      code: 'invalid-topic',
    });
    expect((await log.bounds()).last).toBe(0);
  });

  test('refuses an id that has the form of one of its own cursors', async () => {
    const { hub } = simulatedHub();
    await expect(hub.publish({ topic: 'a', id: 'e1-7' })).rejects.toMatchObject({ code: 'invalid-field' });
    await expect(hub.publish({ topic: 'a', id: 'e2-7' })).resolves.toMatchObject({ id: 'e2-7' });
  });

  test('is refused once the hub is closed', async () => {
    const { hub } = simulatedHub();
    await hub.close();
    await expect(hub.publish({ topic: 'a' })).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a stream', () => {
  test('opens with the heartbeat interval, the promise of unique ids, the reconnection time and its cursor', async () => {
    const { hub, clock } = simulatedHub({ heartbeatMs: 5000, retryMs: 700 });
    await hub.publish({ topic: 'a', data: 'before' });
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    expect(client.comments).toEqual(['heartbeat 5000 unique-ids']);
    expect(client.retryMs).toBe(700);
    expect(client.lastEventId).toBe('e1-1');
    expect(client.events).toEqual([]);
  });

  test('that drops before its first event resumes exactly', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    client.disconnect();
    await hub.publish({ topic: 'a', data: 'missed' });
    client.connect();
    await clock.settle();
    expect(client.data).toEqual(['missed']);
  });

  test('receives what its patterns match, once for each event, with its type and id', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['orders/:id', 'orders/*', 'news'] });
    await clock.settle();
    await hub.publish({ topic: ['orders/42', 'news'], event: 'paid', data: { amount: 100 } });
    await hub.publish({ topic: 'users/1', data: 'not asked for' });
    await hub.publish({ topic: 'news', data: 'two\nlines', id: 'n1' });
    await clock.settle();
    expect(client.events).toMatchObject([
      { event: 'paid', data: '{"amount":100}', id: 'e1-1', topics: ['orders/42', 'news'] },
      { data: 'two\nlines', id: 'n1', topics: ['news'] },
    ]);
  });

  test('of one exact topic carries no topic lines', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    await hub.publish({ topic: ['a', 'b'], data: 'x' });
    await clock.settle();
    expect(client.events[0]?.topics).toBeUndefined();
  });

  test('shows neither events nor topics that its grants do not cover', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['*'], grants: ['users/1/*'] });
    await clock.settle();
    await hub.publish({ topic: 'users/2/inbox', data: 'private' });
    await hub.publish({ topic: ['users/1/inbox', 'users/2/inbox'], data: 'shared' });
    await clock.settle();
    client.disconnect();
    client.connect();
    client.lastEventId = 'e1-0';
    client.disconnect();
    client.connect();
    await clock.settle();
    expect(client.events.map(({ data, topics }) => ({ data, topics }))).toEqual([
      { data: 'shared', topics: ['users/1/inbox'] },
      { data: 'shared', topics: ['users/1/inbox'] },
    ]);
  });

  test('gets a heartbeat when it is silent, and none while events come', async () => {
    const { hub, clock } = simulatedHub({ heartbeatMs: 1000 });
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    client.comments.length = 0;
    await clock.advance(3000);
    expect(client.comments.length).toBe(3);
    for (let at = 0; at < 20; at++) {
      await hub.publish({ topic: 'a', data: 'x' });
      await clock.advance(400);
    }
    expect(client.comments.length).toBe(3);
  });

  test('ends when its permission does', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'], expiresAt: clock.now() + 10_000 });
    await clock.advance(9_999);
    expect(client.isEnded).toBe(false);
    await clock.advance(1);
    expect(client.isEnded).toBe(true);
    expect(hub.stats()).toMatchObject({ subscribers: 0, audiences: 0 });
  });

  test('ends when the hub closes', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    await hub.close();
    expect(client.isEnded).toBe(true);
  });

  test('is refused for a pattern that is not one, and without topics', () => {
    const { hub } = simulatedHub();
    expect(() => new TestClient(hub, { topics: ['a/*/b'] })).toThrow(
      expect.objectContaining({ code: 'invalid-pattern' }),
    );
    expect(() => new TestClient(hub, { topics: [] })).toThrow(expect.objectContaining({ code: 'missing-topic' }));
    expect(hub.stats().subscribers).toBe(0);
  });
});

describe('a sweep', () => {
  test('joins what was published since the last one in a single write', async () => {
    const { hub, clock } = simulatedHub();
    const client = new TestClient(hub, { topics: ['a'] });
    await clock.settle();
    client.writes.length = 0;
    for (let at = 0; at < 100; at++) await hub.publish({ topic: 'a', data: `${at}` });
    await clock.settle();
    expect(client.data.length).toBe(100);
    expect(client.writes.length).toBe(1);
  });

  test('visits in slices, and lets new publishes in between', async () => {
    const { hub, clock } = simulatedHub({ visitsPerSlice: 2 });
    const clients = Array.from({ length: 5 }, () => new TestClient(hub, { topics: ['a'] }));
    await clock.settle();
    await hub.publish({ topic: 'a', data: '1' });
    clock.runSoon();
    expect(clients.map(({ data }) => data.length)).toEqual([1, 1, 0, 0, 0]);
    await hub.publish({ topic: 'a', data: '2' });
    clock.runSoon();
    expect(clients.map(({ data }) => data.length)).toEqual([1, 1, 2, 2, 0]);
    await clock.settle();
    expect(clients.map(({ data }) => data)).toEqual(clients.map(() => ['1', '2']));
  });

  test('forgets nobody when others leave in the middle of a round', async () => {
    const { hub, clock } = simulatedHub({ visitsPerSlice: 1 });
    const clients = Array.from({ length: 6 }, () => new TestClient(hub, { topics: ['a'] }));
    await clock.settle();
    await hub.publish({ topic: 'a', data: '1' });
    clock.runSoon();
    clock.runSoon();
    clients[0]?.disconnect();
    clients[4]?.disconnect();
    await clock.settle();
    expect(clients.map(({ data }) => data.length)).toEqual([1, 1, 1, 1, 0, 1]);
  });
});

describe('a page', () => {
  test('ends once its data come to a mebibyte, and its cursor leads on', async () => {
    const { hub } = simulatedHub();
    const large = 'x'.repeat(400_000);
    for (let at = 1; at <= 4; at++) await hub.publish({ topic: 'a', data: `${at}${large}` });
    const first = await hub.page({ topics: ['a'], since: 'earliest' });
    const second = await hub.page({ topics: ['a'], cursor: first.cursor });
    expect([first, second].map(({ events }) => events.map(({ data }) => data[0]))).toEqual([['1', '2', '3'], ['4']]);
  });
});
