import http from 'node:http';
import fastifyFormbody from '@fastify/formbody';
import koaBodyParser from '@koa/bodyparser';
import express from 'express';
import fastify from 'fastify';
import Koa from 'koa';
import { koaBody } from 'koa-body';
import olderKoaBodyParser from 'koa-bodyparser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventsHandler } from '../../src/http/events-handler.ts';
import { createHub } from '../../src/hub/create-hub.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { createNodeEventsHandler } from '../../src/node/events-handler.ts';
import { listen } from '../node/servers.ts';

type Handle = ReturnType<typeof createNodeEventsHandler>;

/** A hub behind a server with body parsers, and what it keeps. */
async function serve(serverOf: (handle: Handle) => http.Server | Promise<http.Server>) {
  const hub = createHub({ log: createMemoryLog({ epoch: 'e1' }) });
  const faults: unknown[] = [];
  const handle = createNodeEventsHandler(hub, { onError: (error) => faults.push(error) });
  const server = await listen(await serverOf(handle));
  onTestFinished(async () => {
    await hub.close();
    await server.close();
  });
  return {
    faults,
    publish: async (type: string, body: BodyInit) => {
      const headers = { 'content-type': type };
      const init = { method: 'POST', headers, body, ...(body instanceof ReadableStream && { duplex: 'half' }) };
      const answer = await fetch(`${server.url}/events`, init);
      return { status: answer.status, body: (await answer.json()) as { code?: string; detail?: string } };
    },
    kept: async () => {
      const { events } = await hub.page({ topics: ['*'], since: 'earliest' });
      return events.map(({ topics, data }) => [topics.join(), data]);
    },
  };
}

const withExpress =
  (...parsers: express.RequestHandler[]) =>
  (handle: Handle) => {
    const app = express();
    app.use(...parsers);
    app.all('/events', handle);
    return http.createServer(app);
  };

const withKoa = (parser: Koa.Middleware, prepare?: (ctx: Koa.Context) => void) => (handle: Handle) => {
  const app = new Koa();
  app.use(parser);
  app.use(async (ctx) => {
    prepare?.(ctx);
    ctx.respond = false;
    await handle(ctx.req, ctx.res);
  });
  return http.createServer(app.callback());
};

const withFastify = (handsOver: boolean) => async (handle: Handle) => {
  const app = fastify();
  await app.register(fastifyFormbody);
  app.post('/events', async (request, reply) => {
    reply.hijack();
    if (handsOver) Object.assign(request.raw, { body: request.body });
    await handle(request.raw, reply.raw);
  });
  await app.ready();
  return app.server;
};

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const handOver = (ctx: Koa.Context) => void Object.assign(ctx.req, { rawBody: ctx.request.rawBody });
const chunked = (text: string) => new Blob([text]).stream();
const revive: express.RequestHandler = (req, _res, next) => {
  Object.assign(req.body, { data: new Date(0) });
  next();
};
const keepRaw = (req: object, _res: unknown, rawBody: Buffer) => void Object.assign(req, { rawBody });

describe('a body that a parser has read is published as it was sent', () => {
  test.for<[string, Parameters<typeof serve>[0]]>([
    [
      'express.json and express.urlencoded, extended',
      withExpress(express.json(), express.urlencoded({ extended: true })),
    ],
    [
      'express.json and express.urlencoded, plain',
      withExpress(express.json(), express.urlencoded({ extended: false })),
    ],
    ['express.text', withExpress(express.text({ type: '*/*' }))],
    ['express.raw', withExpress(express.raw({ type: '*/*' }))],
    ['koa-bodyparser, handed over', withKoa(olderKoaBodyParser(), handOver)],
    ['@koa/bodyparser, handed over', withKoa(koaBodyParser(), handOver)],
    ['@koa/bodyparser with patchNode', withKoa(koaBodyParser({ patchNode: true }))],
    ['koa-body with patchNode', withKoa(koaBody({ patchNode: true }))],
    ['Fastify and @fastify/formbody, handed over', withFastify(true)],
  ])('%s', async ([, serverOf]) => {
    const { publish, kept } = await serve(serverOf);
    const event = {
      topic: ['a', 'b'],
      data: { n: 1.5, big: 9007199254740991, text: 'ä\u2028"', none: null, yes: true },
    };
    const statuses = [
      await publish(json, JSON.stringify(event)),
      await publish(json, '[ {"topic": "c", "data": -12.25e-3}, {"topic": "c", "data": [[], {}]} ]'),
      await publish(form, 'topic=d&topic=e&data=x+y%26%25'),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await kept()).toEqual([
      ['a,b', JSON.stringify(event.data)],
      ['c', '-0.01225'],
      ['c', '[[],{}]'],
      ['d,e', 'x y&%'],
    ]);
  });

  test('each line of NDJSON that a text parser has read', async () => {
    const { publish, kept } = await serve(withExpress(express.text({ type: 'application/x-ndjson' })));
    const { status } = await publish(
      'application/x-ndjson',
      '{"topic":"a","data":1}\n{"topic":"b","data":12345678901234567890}',
    );
    expect(status).toBe(200);
    expect(await kept()).toEqual([
      ['a', '1'],
      ['b', '12345678901234567890'],
    ]);
  });

  test('numbers of a publisher that writes JSON as JavaScript does, also those of 17 digits', async () => {
    const { publish, kept } = await serve(withExpress(express.json()));
    const data = [0.1 + 0.2, 1 / 3, 5e-324];
    expect((await publish(json, JSON.stringify({ topic: 'a', data }))).status).toBe(200);
    expect(await kept()).toEqual([['a', '[0.30000000000000004,0.3333333333333333,5e-324]']]);
  });

  test('U+FFFD that the publisher has sent', async () => {
    const { publish, kept } = await serve(withExpress(express.json(), express.urlencoded({ extended: true })));
    expect((await publish(json, '{"topic":"a","data":"\uFFFD"}')).status).toBe(200);
    expect((await publish(form, 'topic=a&data=%EF%BF%BD')).status).toBe(200);
    expect(await kept()).toEqual([
      ['a', '\uFFFD'],
      ['a', '\uFFFD'],
    ]);
  });

  test('digits that only the raw body has, where the parser keeps it', async () => {
    const { publish, kept } = await serve(withExpress(express.json({ verify: keepRaw })));
    expect((await publish(json, '{"topic":"a","data":12345678901234567890}')).status).toBe(200);
    expect(await kept()).toEqual([['a', '12345678901234567890']]);
  });
});

describe('a parsed body that may differ from what was sent is refused with advice', () => {
  test.for<[string, string, BodyInit]>([
    ['an integer beyond 2^53', json, '{"topic":"a","data":12345678901234567890}'],
    ['an integer beyond 2^53, nested and negative', json, '[{"topic":"a","data":[[{"n":-9007199254740993}]]}]'],
    ['a large integer that a double shows with few digits', json, '{"topic":"a","data":100000000000000000001}'],
    ['a decimal of 20 digits', json, '{"topic":"a","data":0.12345678901234567891}'],
    ['a number beyond a double', json, '{"topic":"a","data":1e400}'],
    ['a decimal of 17 digits of unknown length', json, chunked('{"topic":"a","data":0.30000000000000004}')],
    ['bytes that are not UTF-8', json, new Uint8Array([...Buffer.from('{"topic":"a","data":"'), 0xff, 0x22, 0x7d])],
    ['a nested field', form, 'topic[a]=b&data=1'],
    ['a nested field beside the topic', form, 'topic=b&data[x][y]=1'],
    ['a percent-encoded byte that is not UTF-8', form, 'topic=a&data=%FF'],
  ])('%s', async ([, type, body]) => {
    const parsers = withExpress(express.json({ limit: '1mb' }), express.urlencoded({ extended: true }));
    const { publish, kept } = await serve(parsers);
    const answer = await publish(type, body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'body-not-exact' } });
    expect(answer.body.detail).toMatch(/mount the hub before the parser/);
    expect(await kept()).toEqual([]);
  });

  test('text that was not UTF-8', async () => {
    const { publish } = await serve(withExpress(express.text({ type: '*/*' })));
    const body = new Uint8Array([...Buffer.from('topic=a&data='), 0xff]);
    expect(await publish(form, body)).toMatchObject({ status: 422, body: { code: 'body-not-exact' } });
  });

  test('a value that is not of JSON', async () => {
    const { publish } = await serve(withExpress(express.json(), revive));
    expect(await publish(json, '{"topic":"a"}')).toMatchObject({ status: 422, body: { code: 'body-not-exact' } });
  });

  test('nesting of any depth is an answer', async () => {
    const { publish } = await serve(withExpress(express.json({ limit: '1mb' })));
    const depth = 100_000;
    const answer = await publish(json, `{"topic":"a","data":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('a body that something has read without leaving it is refused as read, not as malformed', () => {
  test.for<[string, Parameters<typeof serve>[0]]>([
    ['koa-bodyparser', withKoa(olderKoaBodyParser())],
    ['@koa/bodyparser', withKoa(koaBodyParser())],
    ['koa-body', withKoa(koaBody())],
    ['Fastify', withFastify(false)],
  ])('%s', async ([, serverOf]) => {
    const { publish, kept, faults } = await serve(serverOf);
    for (const [type, body] of [
      [json, '{"topic":"a"}'],
      [form, 'topic=a'],
    ] as const) {
      const answer = await publish(type, body);
      expect(answer).toMatchObject({ status: 500, body: { code: 'body-consumed' } });
      expect(answer.body.detail).toMatch(/mount the hub before the body parser/);
    }
    expect(faults).toMatchObject([{ code: 'body-consumed' }, { code: 'body-consumed' }]);
    expect(await kept()).toEqual([]);
  });

  test('a fetch-style request', async () => {
    const hub = createHub();
    onTestFinished(() => hub.close());
    const handle = createEventsHandler(hub, { onError() {} });
    const request = new Request('http://localhost/events', {
      method: 'POST',
      headers: { 'content-type': json },
      body: '{"topic":"a"}',
    });
    await request.json();
    const answer = await handle(request);
    expect([answer.status, await answer.json()]).toMatchObject([500, { code: 'body-consumed' }]);
  });
});
