import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { serveFronted, ways } from './front-server.ts';
import { connect, expectEventually, getRequest, publishRequest } from './raw-client.ts';
import { readResponses } from './raw-responses.ts';

function getPage(target = '/', fields = ''): string {
  return `GET ${target} HTTP/1.1\r\nHost: hub.test\r\n${fields}\r\n`;
}

describe.each(ways)('what a front on %s hands over', (way) => {
  test('a page and then its stream come over one connection', async () => {
    const { hub, port, askedNode } = await serveFronted(way);
    const client = await connect(port);
    client.send(getPage());
    await client.until('"url":"/"');
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    await hub.publish({ topic: 'a', data: 'hello' });
    await client.until('data: hello');
    expect(askedNode).toEqual(['GET /', 'GET /events?topic=a']);
    client.leave();
    await expectEventually(() => hub.stats().subscribers === 0);
  });

  test('publishes, a page and then an upgrade come over one connection', async () => {
    const { server, port } = await serveFronted(way);
    const heads: string[] = [];
    server.on('upgrade', (_req: IncomingMessage, socket: Socket, head: Buffer) => {
      heads.push(head.toString());
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.on('data', (bytes) => socket.write(`echo ${bytes.toString()}`));
    });
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a' }) + publishRequest({ topic: 'a' }));
    await client.until('{"id":"e1-2"}');
    client.send(getPage('/page'));
    await client.until('"url":"/page"');
    client.send(`${getPage('/socket', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')}first bytes`);
    await client.until('101 Switching Protocols');
    client.send('more');
    await client.until('echo more');
    expect(heads).toEqual(['first bytes']);
  });

  test('an upgrade is the first that comes over a connection', async () => {
    const { server, port } = await serveFronted(way);
    server.on('upgrade', (_req: IncomingMessage, socket: Socket, head: Buffer) =>
      socket.end(`upgraded ${head.toString()}`),
    );
    const client = await connect(port);
    client.send(`${getPage('/events', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')}first bytes`);
    expect(await client.over).toBe('upgraded first bytes');
  });

  test('a large upload that was cut anywhere arrives as it was sent', async () => {
    const { port } = await serveFronted(way);
    const client = await connect(port);
    const body = Array.from({ length: 200_000 }, (_, n) => `${n}`).join(' ');
    const request = `POST /upload HTTP/1.1\r\nHost: hub.test\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    client.send(request.slice(0, 10));
    await new Promise((resolve) => setImmediate(resolve));
    client.send(request.slice(10));
    const [answer] = readResponses(await client.over, ['POST']);
    expect(JSON.parse(answer?.body ?? '')).toEqual({ method: 'POST', url: '/upload', body });
  });

  test('node:http has a socket that is whole', async () => {
    const { server, port, countConnections } = await serveFronted(way);
    const seen: unknown[] = [];
    const connections: unknown[] = [];
    server.on('connection', (socket: Socket) => connections.push(socket.remoteAddress));
    server.on('request', ({ socket }: IncomingMessage, res: NodeJS.EventEmitter) => {
      seen.push([socket.remoteAddress, socket.localPort, socket.remoteFamily]);
      res.on('close', () => seen.push('res close'));
      socket.on('close', () => seen.push('socket close'));
    });
    const client = await connect(port);
    client.send(getPage('/page'));
    await client.until('"/page"');
    expect(connections).toEqual(['127.0.0.1']);
    client.leave();
    await expectEventually(async () => (await countConnections()) === 0);
    expect(seen).toEqual([['127.0.0.1', port, 'IPv4'], 'res close', 'socket close']);
  });

  test('a client that leaves while node:http answers it is noticed there', async () => {
    const { server, port } = await serveFronted(way);
    server.removeAllListeners('request');
    const events: string[] = [];
    server.on('request', (_req: IncomingMessage, res: NodeJS.EventEmitter) => {
      events.push('asked');
      res.on('close', () => events.push('gone'));
    });
    const client = await connect(port);
    client.send(getPage('/never'));
    await expectEventually(() => events.length === 1);
    client.reset();
    await expectEventually(() => events.length === 2);
  });

  test('a connection that was handed over obeys the limits of node:http', async () => {
    const { port, countConnections } = await serveFronted(way, {
      server: { headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 100 },
      prepare: (server) => void (server.keepAliveTimeout = 200),
    });
    const [idle, half] = [await connect(port), await connect(port)];
    idle.send(getPage('/page'));
    half.send(`${getPage('/page')}GET /ano`);
    await Promise.all([idle.until('"/page"'), half.until('"/page"')]);
    expect(await half.over).toMatch(/HTTP\/1\.1 408 Request Timeout/);
    await idle.over;
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('closing the server and its connections ends what was handed over', async () => {
    const { server, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getPage('/page'));
    await client.until('"/page"');
    server.close();
    server.closeAllConnections();
    expect(await client.over).toContain('"/page"');
  });
});
