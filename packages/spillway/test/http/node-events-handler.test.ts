import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import { text } from 'node:stream/consumers';
import express from 'express';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHub } from '../../src/hub/create-hub.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { createNodeEventsHandler } from '../../src/node/events-handler.ts';
import { listen } from '../node/servers.ts';
import { openStream } from '../node/stream-client.ts';

/** A hub of epoch `e1` behind a server on 127.0.0.1. */
async function serve(
  serverOf: (handle: ReturnType<typeof createNodeEventsHandler>) => http.Server | http2.Http2Server,
) {
  const hub = createHub({ log: createMemoryLog({ epoch: 'e1' }) });
  const server = await listen(serverOf(createNodeEventsHandler(hub)));
  onTestFinished(async () => {
    await hub.close();
    await server.close();
  });
  return { hub, url: `${server.url}/events` };
}

const plain = () => serve((handle) => http.createServer((req, res) => void handle(req, res)));

function expressWithParsers(handle: ReturnType<typeof createNodeEventsHandler>): http.Server {
  const app = express();
  app.use(express.json(), express.urlencoded({ extended: true }), express.text({ type: 'application/x-ndjson' }));
  app.all('/events', handle);
  return http.createServer(app);
}

async function keptBy(hub: Hub): Promise<string[]> {
  return (await hub.page({ topics: ['*'], since: 'earliest' })).events.map(({ data }) => data);
}

const json = { 'content-type': 'application/json' };

describe('on node:http', () => {
  test('what is published arrives, from the cursor on and live', async () => {
    const { url } = await plain();
    const post = (event: object) => fetch(url, { method: 'POST', headers: json, body: JSON.stringify(event) });
    expect(await (await post({ topic: 'a', data: 'missed' })).json()).toEqual({ id: 'e1-1' });
    const stream = await openStream(`${url}?topic=a`, { headers: { 'last-event-id': 'e1-0' } });
    expect(stream.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    expect(await stream.next()).toMatchObject({ data: 'missed', lastEventId: 'e1-1' });
    await post({ topic: 'a', data: 'live' });
    expect(await stream.next()).toMatchObject({ data: 'live', lastEventId: 'e1-2' });
  });

  test('a body says its length, and what is refused leaves the connection usable', async () => {
    const { url, hub } = await plain();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const send = async (body: string, chunked: boolean) => {
      const headers = { ...json, ...(chunked ? {} : { 'content-length': Buffer.byteLength(body) }) };
      const request = http.request(url, { method: 'POST', agent, headers });
      if (chunked) request.write(body.slice(0, 10));
      request.end(chunked ? body.slice(10) : body);
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      return { status: response.statusCode, length: response.headers['content-length'], body: await text(response) };
    };
    for (const chunked of [true, false]) {
      const refused = await send('x'.repeat(3_000_000), chunked);
      expect([refused.status, refused.length]).toEqual([413, String(refused.body.length)]);
      const taken = await send('{"topic":"a"}', chunked);
      expect(taken.status).toBe(200);
    }
    expect(await keptBy(hub)).toEqual(['', '']);
  });

  test('HEAD and 204 have no body', async () => {
    const { url } = await plain();
    const head = await fetch(`${url}?topic=a`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const options = await fetch(url, { method: 'OPTIONS' });
    expect([options.status, await options.text()]).toEqual([204, '']);
  });

  test('a page of another origin is refused, one of its own is not', async () => {
    const { url } = await plain();
    const get = (origin: string) => fetch(`${url}?topic=a`, { headers: { origin, accept: 'application/json' } });
    expect((await get('http://evil.test')).status).toBe(403);
    expect((await get(new URL(url).origin)).status).toBe(200);
  });

  test('a client that leaves ends its long polling', async () => {
    const { url, hub } = await plain();
    const request = http.get(`${url}?topic=a&wait=60`, { headers: { accept: 'application/json' }, agent: false });
    request.on('error', () => {});
    while (hub.stats().subscribers === 0) await new Promise(setImmediate);
    request.destroy();
    while (hub.stats().subscribers > 0) await new Promise(setImmediate);
    expect(hub.stats().subscribers).toBe(0);
  });

  test('a hub that is closed answers with 503', async () => {
    const hub = createHub();
    const faults: unknown[] = [];
    const handle = createNodeEventsHandler(hub, { onError: (error) => faults.push(error) });
    const server = await listen(http.createServer((req, res) => void handle(req, res)));
    onTestFinished(() => server.close());
    await hub.close();
    const answer = await fetch(`${server.url}/events?topic=a`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    expect(faults).toMatchObject([{ code: 'closed' }]);
  });
});

test('over HTTP/2 the :authority is the host', async () => {
  const { url, hub } = await serve((handle) => http2.createServer((req, res) => void handle(req, res)));
  const { origin } = new URL(url);
  const session = http2.connect(origin);
  onTestFinished(() => session.destroy());
  const post = async (from: string) => {
    const stream = session.request({ ':method': 'POST', ':path': '/events', ...json, origin: from });
    stream.end('{"topic":"a","data":"h2"}');
    const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
    await text(stream);
    return headers[':status'];
  };
  expect(await post(origin)).toBe(200);
  expect(await post('http://evil.test')).toBe(403);
  expect(await keptBy(hub)).toEqual(['h2']);
});

describe('in Express after body parsers', () => {
  test.for([
    ['application/json', '{"topic":"a","data":{"n":1}}', ['{"n":1}']],
    ['application/json', '[{"topic":"a"},{"topic":"a"}]', ['', '']],
    ['application/x-www-form-urlencoded', 'topic=a&topic=b&data=x+y', ['x y']],
    ['application/x-ndjson', '{"topic":"a","data":1}\n{"topic":"a","data":2}', ['1', '2']],
  ] as const)('%s %s', async ([type, body, data]) => {
    const { url, hub } = await serve(expressWithParsers);
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(200);
    expect(await keptBy(hub)).toEqual(data);
  });
});
