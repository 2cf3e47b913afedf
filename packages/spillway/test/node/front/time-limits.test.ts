import type { Server } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serveFronted, ways } from './front-server.ts';
import { type RawClient, connect, expectEventually, getRequest, publishRequest } from './raw-client.ts';

/** Limits that are over soon; whoever is not meant by one gets it wrong in time. */
const soon = { headersTimeout: 200, requestTimeout: 200, keepAliveTimeout: 200 };

function limits(chosen: Partial<typeof soon>) {
  return {
    prepare: (server: Server) =>
      void Object.assign(server, { headersTimeout: 60_000, requestTimeout: 60_000, keepAliveTimeout: 60_000 }, chosen),
  };
}

describe.each(ways)('time limits of a front on %s', (way) => {
  test.each([
    ['half a head', { headersTimeout: 200 }, 'GET /events?topic=a HTTP/1.1\r\nHost:'],
    ['half a head', { requestTimeout: 200 }, 'GET /events?topic=a HTTP/1.1\r\nHost:'],
    ['half a body', { requestTimeout: 200, headersTimeout: 100 }, publishRequest({ topic: 'a' }).slice(0, -1)],
  ])('%s is answered 408 when %o is over', async (_name, limit, sent) => {
    const { hub, port, countConnections } = await serveFronted(way, limits(limit));
    const client = await connect(port);
    client.send(sent);
    expect(await client.over).toBe('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
    expect(client.ending).toBe('ended');
    await expectEventually(async () => (await countConnections()) === 0);
    expect(hub.stats().events).toBe(0);
  });

  test('a body may take longer than a head', async () => {
    const { port } = await serveFronted(way, limits({ headersTimeout: 200 }));
    const client = await connect(port);
    const request = publishRequest({ topic: 'a', data: 'slow' });
    client.send(request.slice(0, -3));
    await passed(2_300);
    client.send(request.slice(-3));
    expect(await client.until('{"id":"e1-1"}')).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a request that comes byte by byte is given up all the same', async () => {
    const { port } = await serveFronted(way, limits(soon));
    const client = await connect(port);
    const dripping = drip(client, getRequest(`topic=${'a'.repeat(1000)}`));
    expect(await client.over).toMatch(/^HTTP\/1\.1 408 /);
    await dripping;
  });

  test('a request that goes on behind an answer has its own time', async () => {
    const { port } = await serveFronted(way, limits({ headersTimeout: 200 }));
    const client = await connect(port);
    client.send(`${publishRequest({ topic: 'a' })}GET /events?topic=a HT`);
    expect(await client.over).toMatch(/\{"id":"e1-1"\}HTTP\/1\.1 408 /);
  });

  test('an idle connection is ended without a word, and not before it was told', async () => {
    const { port, countConnections } = await serveFronted(way, limits({ keepAliveTimeout: 1000 }));
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a' }));
    expect(await client.until('{"id":"e1-1"}')).toContain('\r\nkeep-alive: timeout=1\r\n');
    await passed(1000);
    client.send(publishRequest({ topic: 'a' }));
    expect(await client.over).toMatch(/\{"id":"e1-2"\}$/);
    expect(client.ending).toBe('ended');
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('a connection on which nothing comes is ended without a word', async () => {
    const { port } = await serveFronted(way, limits({ headersTimeout: 200 }));
    const client = await connect(port);
    expect(await client.over).toBe('');
  });

  test('streams and long polls have no time limit', async () => {
    const { hub, port } = await serveFronted(way, limits(soon));
    const stream = await connect(port);
    stream.send(getRequest('topic=a'));
    const poll = await connect(port);
    poll.send(getRequest('topic=a&wait=60', 'Accept: application/json\r\n'));
    await expectEventually(() => hub.stats().subscribers === 2);
    await passed(2_500);
    await hub.publish({ topic: 'a', data: 'after all limits' });
    expect(await stream.until('data: after all limits')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await poll.until('after all limits')).toMatch(/^HTTP\/1\.1 200 /);
  });
});

function passed(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

async function drip(client: RawClient, text: string): Promise<void> {
  for (const byte of text) {
    if (client.ending !== 'open') return;
    client.send(byte);
    await passed(10);
  }
}
