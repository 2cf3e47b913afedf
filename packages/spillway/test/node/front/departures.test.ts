import { describe, expect, test } from 'vitest';
import type { EventsRequest } from '../../../src/http/events-request.ts';
import { serveFronted, ways } from './front-server.ts';
import { connect, expectEventually, getRequest, publishRequest } from './raw-client.ts';
import { readResponses } from './raw-responses.ts';

const accept = 'Accept: application/json\r\n';

describe.each(ways)('clients that leave a front on %s', (way) => {
  test('a client that sends nothing more is answered all that it has asked', async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a', data: '1' }) + publishRequest({ topic: 'a', data: '2' }));
    client.send(getRequest('topic=a&since=earliest', accept));
    client.end();
    const answers = readResponses(await client.over, ['POST', 'POST', 'GET']);
    expect(answers.map(({ body }) => body)).toEqual([
      '{"id":"e1-1"}',
      '{"id":"e1-2"}',
      expect.stringContaining('"cursor":"e1-2"'),
    ]);
    expect(client.ending).toBe('ended');
    expect(hub.stats().events).toBe(2);
  });

  test('a client that sends nothing more is answered what takes its time', async () => {
    const { port, countConnections } = await serveFronted(way, { events: { authorize: hesitate } });
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a', data: '1' }));
    client.end();
    expect(readResponses(await client.over, ['POST']).map(({ body }) => body)).toEqual(['{"id":"e1-1"}']);
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('a client that sends nothing more is sent a long answer to its end', { timeout: 240_000 }, async () => {
    const { hub, port } = await serveFronted(way);
    for (let n = 0; n < 100; n++) await hub.publish({ topic: 'a', data: `${n}`.repeat(5_000) });
    const client = await connect(port);
    const requests = Array.from({ length: 30 }, () => getRequest('topic=a&since=earliest', accept));
    client.pause();
    client.send(requests.join(''));
    client.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.resume();
    const answers = readResponses(await client.over, Array(30).fill('GET'));
    expect(answers).toHaveLength(30);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  test.each([1, 100])('what is sent behind Connection: close is not served (%i events)', async (events) => {
    const { hub, port, countConnections } = await serveFronted(way);
    const data = 'x'.repeat(500_000);
    for (let n = 0; n < events; n++) await hub.publish({ topic: 'a', data });
    const client = await connect(port);
    client.pause();
    const pages = getRequest('topic=a&since=earliest', accept).repeat(events);
    const last = getRequest('topic=a&since=earliest', `${accept}Connection: close\r\n`);
    client.send(pages + last + publishRequest({ topic: 'late' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.resume();
    const answers = readResponses(await client.over, Array(events + 1).fill('GET'));
    expect(answers).toHaveLength(events + 1);
    expect(answers.at(-1)?.headers).toContain('connection: close');
    expect(client.ending).toBe('ended');
    expect(hub.stats().events).toBe(events);
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('a stream ends when its client sends nothing more', async () => {
    const { hub, port } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a'));
    await client.until('id: e1-0');
    client.end();
    await client.over;
    await expectEventually(() => hub.stats().subscribers === 0);
  });

  test.each([
    ['the middle of a head', 'POST /events HTTP/1.1\r\nHost: hub.te'],
    ['the middle of a body', publishRequest({ topic: 'a', data: 'half' }).slice(0, -3)],
    ['nothing', ''],
  ])('a client that leaves in %s leaves nothing behind', async (_name, sent) => {
    const { hub, port, countConnections, askedNode } = await serveFronted(way);
    for (const go of ['leave', 'reset', 'end'] as const) {
      const client = await connect(port);
      if (sent !== '') client.send(sent);
      await expectEventually(async () => (await countConnections()) === 1);
      client[go]();
      await client.over;
      await expectEventually(async () => (await countConnections()) === 0);
      expect(client.received).toBe('');
    }
    expect(hub.stats().events).toBe(0);
    expect(askedNode).toEqual([]);
  });

  test('a client that leaves in the middle of a long answer leaves nothing behind', async () => {
    const { hub, port, countConnections } = await serveFronted(way);
    for (let n = 0; n < 100; n++) await hub.publish({ topic: 'a', data: 'x'.repeat(10_000) });
    const client = await connect(port);
    client.send(getRequest('topic=a&since=earliest', accept).repeat(100));
    await client.until('"events"');
    client.pause();
    client.reset();
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test.each(['leave', 'reset', 'end'] as const)('a long poll ends with its client (%s)', async (go) => {
    const { hub, port, countConnections } = await serveFronted(way);
    const client = await connect(port);
    client.send(getRequest('topic=a&wait=60', accept));
    await expectEventually(() => hub.stats().subscribers === 1);
    client[go]();
    await expectEventually(() => hub.stats().subscribers === 0);
    await expectEventually(async () => (await countConnections()) === 0);
  });

  test('a long poll does not begin when its client has left already', async () => {
    const gates: (() => void)[] = [];
    const { hub, port, countConnections } = await serveFronted(way, {
      events: {
        authorize: () => new Promise((resolve) => gates.push(() => resolve({ publish: ['*'], subscribe: ['*'] }))),
      },
    });
    const client = await connect(port);
    client.send(getRequest('topic=a&wait=60', accept));
    await expectEventually(() => gates.length === 1);
    client.reset();
    await expectEventually(async () => (await countConnections()) === 0);
    gates[0]?.();
    // Once a later poll has begun, the one of the client that left would have begun, too.
    const other = await connect(port);
    other.send(getRequest('topic=a&wait=60', accept));
    await expectEventually(() => gates.length === 2);
    gates[1]?.();
    await expectEventually(() => hub.stats().subscribers > 0);
    expect(hub.stats().subscribers).toBe(1);
  });

  test('a stream does not open when its client has left already', async () => {
    const { hub, port, countConnections } = await serveFronted(way, { events: { authorize: hesitate } });
    for (const go of ['reset', 'leave', 'end'] as const) {
      const client = await connect(port);
      client.send(getRequest('topic=a'));
      client[go]();
      await client.over;
      await expectEventually(async () => (await countConnections()) === 0);
      expect(client.received).toBe('');
      expect(hub.stats().subscribers).toBe(0);
    }
  });

  test('authorize sees the address of the client', async () => {
    const seen: unknown[] = [];
    const { port } = await serveFronted(way, {
      events: {
        authorize({ native }: EventsRequest) {
          seen.push((native as { remoteAddress?: string }).remoteAddress);
          return { publish: ['*'], subscribe: [] };
        },
      },
    });
    const client = await connect(port);
    client.send(publishRequest({ topic: 'a' }));
    await client.until('{"id":"e1-1"}');
    expect(seen).toEqual(['127.0.0.1']);
  });
});

/** Allows all, after the client had time to leave, also on a machine that stalls for a moment. */
async function hesitate() {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { publish: ['*'], subscribe: ['*'] };
}
