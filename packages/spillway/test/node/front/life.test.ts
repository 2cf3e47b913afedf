import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHub } from '../../../src/hub/create-hub.ts';
import { createNodeEventsHandler, putFrontBefore } from '../../../src/node/index.ts';
import { serve, serveFronted, ways } from './front-server.ts';
import { connect, expectEventually, getRequest, publishRequest } from './raw-client.ts';

describe.each(ways)('the life of a front on %s', (way) => {
  test('the server counts the connections of its front', async () => {
    const { port, countConnections } = await serveFronted(way);
    const clients = [await connect(port), await connect(port), await connect(port)];
    await expectEventually(async () => (await countConnections()) === 3);
    clients[0]?.send(getRequest('topic=a'));
    clients[1]?.send('GET /page HTTP/1.1\r\nHost: hub.test\r\n\r\n');
    await clients[0]?.until('id: e1-0');
    await clients[1]?.until('"GET"');
    expect(await countConnections()).toBe(3);
    for (const client of clients) client.leave();
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('closing the server ends idle connections soon, and is over when its streams are', async () => {
    const { server, hub, port, countConnections } = await serveFronted(way);
    const [idle, stream, fresh] = [await connect(port), await connect(port), await connect(port)];
    idle.send(publishRequest({ topic: 'a' }));
    stream.send(getRequest('topic=a'));
    await Promise.all([idle.until('{"id":"e1-1"}'), stream.until('id: e1-1')]);
    const closed = once(server, 'close');
    server.close();
    await Promise.all([idle.over, fresh.over]);
    expect(idle.ending).toBe('ended');
    await hub.publish({ topic: 'a', data: 'still here' });
    await stream.until('data: still here');
    expect(await countConnections()).toBe(1);
    await hub.close();
    await closed;
    expect(await stream.over).toMatch(/\r\n0\r\n\r\n$/);
  });

  test('a server that listens again has its front again', async () => {
    const { server, port, countConnections, askedNode } = await serveFronted(way, {
      prepare: (each) => void (each.keepAliveTimeout = 1000),
    });
    const before = await connect(port);
    before.send(publishRequest({ topic: 'a' }));
    await before.until('{"id":"e1-1"}');
    server.close();
    await Promise.all([before.over, once(server, 'close')]);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const after = await connect((server.address() as AddressInfo).port);
    after.send(publishRequest({ topic: 'a' }));
    // And its time limits.
    expect(await after.over).toMatch(/\{"id":"e1-2"\}$/);
    await expectEventually(async () => (await countConnections()) === 0);
    expect(askedNode).toEqual([]);
  });

  test('a front before a server that does not listen yet works once it does', async () => {
    const hub = createHub();
    const server = createServer(createNodeEventsHandler(hub));
    const front = putFrontBefore(server, hub, { bareHandles: way === 'bare' });
    expect(front.connections).toBe(way);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    let asked = 0;
    server.on('request', () => asked++);
    const client = await connect((server.address() as AddressInfo).port);
    client.send(publishRequest({ topic: 'a' }));
    await client.until('{"id":');
    expect({ connections: front.connections, asked }).toEqual({ connections: way, asked: 0 });
    client.leave();
  });

  test('a stopped front ends idle connections, finishes what it answers, and leaves the rest to node:http', async () => {
    const gate = new EventTarget();
    const { front, port, hub, askedNode } = await serveFronted(way, {
      events: {
        async authorize({ method }) {
          if (method === 'POST') await new Promise((resolve) => gate.addEventListener('open', resolve));
          return { publish: ['*'], subscribe: ['*'] };
        },
      },
    });
    const [idle, publisher, stream] = [await connect(port), await connect(port), await connect(port)];
    publisher.send(publishRequest({ topic: 'a' }) + getRequest('topic=a', 'Accept: application/json\r\n'));
    stream.send(getRequest('topic=a'));
    await stream.until('id: e1-0');
    let isStopped = false;
    const stopped = front.stop().then(() => (isStopped = true));
    expect(await idle.over).toBe('');

    gate.dispatchEvent(new Event('open'));
    expect(await publisher.over).toMatch(/\{"id":"e1-1"\}$/);
    const late = await connect(port);
    late.send(getRequest('topic=a', 'Accept: application/json\r\n'));
    await late.until('"cursor":"e1-1"');
    expect(askedNode).toEqual(['GET /events?topic=a']);
    expect(isStopped).toBe(false);
    await hub.close();
    await stopped;
    expect(await front.stop()).toBeUndefined();
  });

  test('destroying a front ends all its connections at once, and those of node:http live on', async () => {
    const { front, hub, port, countConnections } = await serveFronted(way);
    const [stream, half, other] = [await connect(port), await connect(port), await connect(port)];
    stream.send(getRequest('topic=a'));
    half.send('GET /events?');
    other.send('GET /page HTTP/1.1\r\nHost: hub.test\r\n\r\n');
    await Promise.all([stream.until('id: e1-0'), other.until('"/page"')]);
    front.destroy();
    await Promise.all([stream.over, half.over]);
    await expectEventually(async () => hub.stats().subscribers === 0 && (await countConnections()) === 1);
    other.send('GET /page HTTP/1.1\r\nHost: hub.test\r\n\r\n');
    await other.until('"/page"', 2);
  });

  test.each([
    [0, 0],
    [2, 2],
  ])('a server of at most %i connections takes %i', async (most, taken) => {
    const { server, port, countConnections } = await serveFronted(way, {
      prepare: (each) => void (each.maxConnections = most),
    });
    let dropped = 0;
    server.on('drop', () => dropped++);
    const clients = [await connect(port), await connect(port), await connect(port)];
    await expectEventually(() => dropped === 3 - taken);
    expect(await countConnections()).toBe(taken);
    clients[0]?.send(publishRequest({ topic: 'a' }));
    if (taken > 0) await clients[0]?.until('{"id":"e1-1"}');
    for (const client of clients) client.leave();
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('a front is put before a server once', async () => {
    const { server, hub, port } = await serveFronted(way);
    expect(() => putFrontBefore(server, hub)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a' }));
    await client.until('{"id":"e1-1"}');
  });

  test('an application’s own listener of connections, put first, stays as it is', async () => {
    const ports: unknown[] = [];
    const { port } = await serveFronted(way, {
      prepare: (server) => server.prependListener('connection', (socket) => ports.push(socket.remotePort)),
    });
    const client = await connect(port);
    client.send(`${publishRequest({ topic: 'a' })}GET /page HTTP/1.1\r\nHost: hub.test\r\n\r\n`);
    await client.until('"/page"');
    expect(ports).toEqual([expect.any(Number)]);
  });
});

test.each([
  ['node:https', () => createHttpsServer()],
  ['node:http2', () => createHttp2Server()],
  ['node:http2 over TLS', () => createSecureServer()],
])('a server of %s is refused', async (_name, create) => {
  const { hub } = await serve();
  expect(() => putFrontBefore(create() as never, hub)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining('TLS') }),
  );
});
