import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fastifyCompress from '@fastify/compress';
import compression from 'compression';
import express from 'express';
import fastify from 'fastify';
import Koa from 'koa';
import compress from 'koa-compress';
import { sendEventStream } from '../../src/node/index.ts';
import type { NodeRequest, NodeResponse, SendEventStreamOptions } from '../../src/node/index.ts';
import type { EventStreamSource } from '../../src/http/event-stream-source.ts';

/**
 * What each server serves: `/page` is text that is worth compressing, `/stream` is made of the body of the request. All
 * set a header `X-Site` in the way of the framework.
 */
export interface Site {
  readonly page: string;
  readonly options: SendEventStreamOptions;
  stream(body: unknown): EventStreamSource;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Every way to serve a stream on Node, with the compression that is usual there. */
export const servers: Readonly<Record<string, (site: Site) => Promise<RunningServer>>> = {
  'plain Node': (site) => listen(http.createServer(plain(site))),

  'plain Node over HTTP/2': (site) => listen(http2.createServer(plain(site))),

  'Express with compression': (site) => {
    const app = express();
    app.use(compression());
    app.get('/page', (_, res) => res.type('text').send(site.page));
    app.all('/stream', express.json(), (req, res) => {
      res.set('X-Site', 'test');
      sendEventStream(req, res, site.stream(req.body), site.options);
    });
    return listen(http.createServer(app));
  },

  'Fastify with @fastify/compress': async (site) => {
    const app = fastify();
    await app.register(fastifyCompress);
    app.get('/page', (_, reply) => reply.type('text/plain').send(site.page));
    app.route({
      method: ['GET', 'POST'],
      url: '/stream',
      handler(request, reply) {
        reply.header('X-Site', 'test');
        reply.hijack();
        for (const [field, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(field, value);
        }
        sendEventStream(request.raw, reply.raw, site.stream(request.body), site.options);
      },
    });
    await app.ready();
    return listen(app.server);
  },

  'Koa with koa-compress': (site) => {
    const app = new Koa();
    // Koa reports every connection that breaks.
    app.silent = true;
    app.use(compress());
    app.use(async (ctx) => {
      if (ctx.path === '/page') {
        ctx.body = site.page;
        return;
      }
      ctx.set('X-Site', 'test');
      ctx.respond = false;
      sendEventStream(ctx.req, ctx.res, site.stream(await readJson(ctx.req)), site.options);
    });
    const handle = app.callback();
    return listen(http.createServer((req, res) => void handle(req, res)));
  },
};

/** Compression as plain Node has it: the middleware of Express is a function of a request and a response. */
function plain(site: Site) {
  const compressed = compression();
  return (req: NodeRequest, res: NodeResponse): void => {
    Reflect.apply(compressed, undefined, [req, res, () => void answer()]);

    async function answer(): Promise<void> {
      if (req.url === '/page') {
        res.setHeader('Content-Type', 'text/plain');
        Reflect.apply(res.end, res, [site.page]);
      } else {
        res.setHeader('X-Site', 'test');
        sendEventStream(req, res, site.stream(await readJson(req)), site.options);
      }
    }
  };
}

async function readJson(req: NodeRequest): Promise<unknown> {
  const body = await text(req);
  return body === '' ? null : JSON.parse(body);
}

export async function listen(server: http.Server | http2.Http2Server): Promise<RunningServer> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
