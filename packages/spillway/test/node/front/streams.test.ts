import { describe, expect, test } from 'vitest';
import type { PublishEvent } from '../../../src/event.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import { decodedData } from './decoded-stream.ts';
import { serveFronted, ways } from './front-server.ts';
import { connect, expectEventually, getRequest, publishRequest, turn } from './raw-client.ts';

describe.each(ways)('streams of a front on %s', (way) => {
  test('a stream opens, replays what follows its cursor, and goes on live', async () => {
    const { hub, port, askedNode } = await serveFronted(way);
    await hub.publish(['one', 'two', 'three'].map((data) => ({ topic: 'a', data })));
    const client = await connect(port);
    client.send(getRequest('topic=a', 'Last-Event-ID: e1-1\r\n'));
    await client.until('data: three');
    await hub.publish({ topic: 'a', data: 'four' });
    await hub.publish({ topic: 'b', data: 'of another topic' });
    await hub.publish({ topic: 'a', data: 'five' });
    const text = await client.until('data: five');
    expect(decodedData(text)).toEqual(['two', 'three', 'four', 'five']);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/^content-type: text\/event-stream\r$/im);
    expect(text).toMatch(/^connection: close\r$/im);
    expect(askedNode).toEqual([]);
  });

  test('a stream that has nothing to say yet sends its head', async () => {
    const { port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    expect(await client.until('\n\n\r\n')).toContain('\r\n\r\n');
    expect(decodedData(client.received)).toEqual([]);
  });

  test('a client of HTTP/1.0 gets the stream without chunks, up to the end of its connection', async () => {
    const { hub, port, askedNode } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a').replace('HTTP/1.1', 'HTTP/1.0'));
    await client.until('id: e1-0\n\n');
    await hub.publish({ topic: 'a', data: 'hello' });
    await client.until('data: hello');
    await hub.close();
    const [head = '', ...body] = (await client.over).split('\r\n\r\n');
    expect(head).not.toMatch(/transfer-encoding|content-length/i);
    expect(body.join('')).toBe(': heartbeat 15000 unique-ids\nretry: 2000\nid: e1-0\n\nid: e1-1\ndata: hello\n\n');
    expect(client.ending).toBe('ended');
    expect(askedNode).toEqual([]);
  });

  test('publishes and then a stream share one connection', async () => {
    const { port } = await serveFronted(way);
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a', data: '1' }) + publishRequest({ topic: 'a', data: '2' }));
    await client.until('{"id":"e1-2"}');
    client.send(getRequest('topic=a&since=earliest'));
    const text = await client.until('data: 2');
    expect(decodedData(text.slice(text.lastIndexOf('HTTP/1.1')))).toEqual(['1', '2']);
  });

  test('a reader that stalls and then reads on gets everything in order', { timeout: 240_000 }, async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    client.pause();
    const text = 'x'.repeat(20_000);
    for (let n = 0; n < 1000; n++) await hub.publish({ topic: 'a', data: `${n} ${text}` });
    // 20 MB fit into no pair of sockets and no tape: the subscriber has been left behind.
    await expectEventually(() => hub.stats().catchingUp === 1);
    client.resume();
    await hub.publish({ topic: 'a', data: 'the last' });
    await client.until('data: the last');
    expect(decodedData(client.received)).toEqual([
      ...Array.from({ length: 1000 }, (_, n) => `${n} ${text}`),
      'the last',
    ]);
  });

  test('an event of a megabyte reaches a reader that takes it slowly', { timeout: 240_000 }, async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    client.pause();
    const data = Array.from({ length: 8 }, (_, n) => `${n}`.repeat(1024 * 1024));
    for (const each of data) await hub.publish({ topic: 'a', data: each });
    for (let shares = 0; shares < 20; shares++) {
      client.resume();
      await turn();
      client.pause();
    }
    client.resume();
    await hub.publish({ topic: 'a', data: 'the last' });
    await client.until('data: the last');
    expect(decodedData(client.received)).toEqual([...data, 'the last']);
  });

  test.each(['leave', 'reset'] as const)('a reader that goes (%s) is counted off', async (go) => {
    const { hub, port, countConnections } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    expect(hub.stats().subscribers).toBe(1);
    client[go]();
    await expectEventually(() => hub.stats().subscribers === 0);
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('a reader that resets its connection while it is written to is counted off', async () => {
    const { hub, port, countConnections } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    client.pause();
    const event = { topic: 'a', data: 'x'.repeat(1024 * 1024) };
    await publishUntilBehind(hub, event);
    client.reset();
    await hub.publish(event);
    await expectEventually(() => hub.stats().subscribers === 0);
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('closing the hub ends a stream with the end of its chunks', async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a&since=earliest'));
    await hub.publish({ topic: 'a', data: 'all' });
    await client.until('data: all');
    await hub.close();
    expect(await client.over).toMatch(/\r\n0\r\n\r\n$/);
    expect(client.ending).toBe('ended');
    expect(decodedData(client.received)).toEqual(['all']);
  });

  test('what is on its way to a slow reader arrives before the end of its stream', { timeout: 240_000 }, async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    client.pause();
    const data = 'x'.repeat(1024 * 1024);
    await publishUntilBehind(hub, { topic: 'a', data });
    await hub.close();
    client.resume();
    expect(await client.over).toMatch(/\r\n0\r\n\r\n$/);
    expect(new Set(decodedData(client.received))).toEqual(new Set([data]));
  });

  test('a stream ends when its permission does', async () => {
    const { port } = await serveFronted(way, {
      events: { authorize: () => ({ subscribe: ['*'], publish: [], expiresAt: Date.now() + 200 }) },
    });
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    expect(await client.over).toMatch(/\r\n0\r\n\r\n$/);
    expect(client.ending).toBe('ended');
  });

  test('what a client sends while it is answered by a stream is passed over', async () => {
    const { hub, port, askedNode, countConnections } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a') + publishRequest({ topic: 'a', data: 'right behind' }));
    await client.until('id: e1-0');
    for (let n = 0; n < 40; n++) client.send('z'.repeat(10_000));
    client.send(publishRequest({ topic: 'a', data: 'late' }));
    await hub.publish({ topic: 'a', data: 'live' });
    const text = await client.until('data: live');
    expect(decodedData(text)).toEqual(['live']);
    expect(hub.stats().events).toBe(1);
    expect(askedNode).toEqual([]);
    client.leave();
    await expectEventually(async () => (await countConnections()) === 0 && hub.stats().subscribers === 0);
  });

  test('a client that sent much before its stream began is listened to again', async () => {
    const gate = new EventTarget();
    const { port } = await serveFronted(way, {
      events: {
        async authorize() {
          await new Promise((resolve) => gate.addEventListener('open', resolve));
          return { publish: [], subscribe: ['*'] };
        },
      },
    });
    const client = await connect(port);
    client.send(getRequest('topic=a') + 'z'.repeat(20 * 1024 * 1024));
    for (let turns = 0; turns < 100; turns++) await turn();
    // What the server does not read stays with its client, but for what kernels hold.
    expect(client.unsentBytes).toBeGreaterThan(0);
    gate.dispatchEvent(new Event('open'));
    await client.until('id: e1-0');
    await expectEventually(() => client.unsentBytes === 0);
  });

  test('a stream of a hub that is closed meanwhile is refused', async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    await hub.close();
    client.send(getRequest('topic=a'));
    expect(await client.until('"code":"closed"')).toMatch(/^HTTP\/1\.1 503 /);
    client.send(getRequest('topic=a'));
    await client.until('"code":"closed"', 2);
  });
});

/** Publishes until a reader's connection has taken all it can, and the tape has passed it. */
async function publishUntilBehind(hub: Hub, event: PublishEvent): Promise<void> {
  while (hub.stats().catchingUp === 0) {
    await hub.publish(event);
    await turn();
  }
}
