import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, test } from 'vitest';
import { createHub } from '../../src/index.ts';
import { createNodeEventsHandler, sendEventStream } from '../../src/node/index.ts';

/** So long that a test which waits for it fails. */
const keepAliveTimeout = 600_000;

async function openStreams(server: Server, count: number): Promise<Response[]> {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/events?topic=a`;
  return Promise.all(Array.from({ length: count }, () => fetch(url, { headers: { accept: 'text/event-stream' } })));
}

test.each(['onModuleDestroy', 'beforeApplicationShutdown'])(
  'a NestJS application that closes its hub in %s stops at once, although streams are open and their clients return',
  async (hook) => {
    const hub = createHub({ retryMs: 0 });
    const Application = class {
      readonly [hook] = () => hub.close();
    };
    Module({})(Application);
    const app = await NestFactory.create(Application, { logger: false });
    app.enableShutdownHooks([]);
    app.use('/events', createNodeEventsHandler(hub));
    await app.listen(0, '127.0.0.1');
    const server = app.getHttpServer() as Server;
    server.keepAliveTimeout = keepAliveTimeout;
    const streams = await openStreams(server, 5);
    // A client that returns on the connection that it has gets 503, and the connection ends with that.
    const returned = Promise.allSettled(streams.map(async (stream) => (await stream.text()) && openStreams(server, 1)));
    await app.close();
    expect(server.listening).toBe(false);
    await returned;
  },
);

test.each(['a hub', 'streams of their own'])(
  'server.close is done once its open streams have ended: %s',
  async (kind) => {
    const hub = createHub();
    const ending = new AbortController();
    const handleEvents = createNodeEventsHandler(hub);
    const server = createServer({ keepAliveTimeout }, (req, res) => {
      if (kind === 'a hub') void handleEvents(req, res);
      else sendEventStream(req, res, () => new Promise<never>(() => {}), { signal: ending.signal });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const streams = await openStreams(server, 5);
    const texts = streams.map((stream) => stream.text());
    const closed = once(server.close(), 'close');
    ending.abort();
    await hub.close();
    await closed;
    expect(await Promise.all(texts)).toHaveLength(5);
  },
);
