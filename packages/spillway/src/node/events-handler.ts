import type { BodyAnswer } from '../http/answer.ts';
import type { EventsOptions } from '../http/events-options.ts';
import type { IncomingRequest } from '../http/events-request.ts';
import { createEventsResource } from '../http/events-resource.ts';
import type { Hub } from '../hub/hub.ts';
import { isServerClosing } from './closing-server.ts';
import { consumedBody } from './consumed-body.ts';
import { sendStream } from './response-connection.ts';
import type { NodeRequest, NodeResponse } from './response-connection.ts';
import { holdSessionStream } from './session-streams.ts';

/**
 * Makes the handler of `/events` for node:http, node:https and node:http2, and what is built on them. `PROTOCOL.md`
 * says what it answers. It looks at method, query, headers and body; the path is the server's affair.
 *
 * - **Express**: `app.all('/events', handleEvents)`.
 * - **Fastify**: in the route's handler `reply.hijack()`, then `await handleEvents(request.raw, reply.raw)`; within the
 *   plugin that has the route, `app.removeAllContentTypeParsers()` and a parser for `*` that calls `done(null)` leave
 *   the bodies to the hub.
 * - **NestJS**: `app.use('/events', handleEvents)`. Close the hub in `onModuleDestroy` or `beforeApplicationShutdown`; in
 *   `onApplicationShutdown` it is too late, because Nest waits for open streams before.
 * - **Koa**: `ctx.respond = false` first, then `await handleEvents(ctx.req, ctx.res)`.
 *
 * Mount it before body parsers. After one, the handler uses what the parser left on the request of node:http: `rawBody`
 * or `body` as bytes or text, else a parsed `body`. A parsed body is refused with `body-not-exact` where parsing may
 * have changed it: integers beyond 2^53, decimals of more than 15 digits, fields that were nested. Koa and Fastify keep
 * the body on their own request objects, so hand it over: `Object.assign(ctx.req, { rawBody: ctx.request.rawBody })`,
 * `Object.assign(request.raw, { body: request.body })`; else a publish is refused with `body-consumed`.
 *
 * **HTTP/2.** Announce 250 streams (`settings: { maxConcurrentStreams: 250 }`): without that, browsers open 100 at most on
 * one connection. Of those that are announced the handler keeps a fifth for requests, and of 250 at least 50: it
 * refuses event streams and waiting pages beyond (429 `too-many-streams`).
 *
 * @throws SpillwayError `invalid-option`
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createHub } from 'spillway';
 * import { createNodeEventsHandler } from 'spillway/node';
 *
 * const hub = createHub();
 * createServer(createNodeEventsHandler(hub)).listen(3000, '127.0.0.1');
 * ```
 */
export function createNodeEventsHandler(
  hub: Hub,
  options: EventsOptions<NodeRequest> = {},
): (req: NodeRequest, res: NodeResponse) => Promise<void> {
  const resource = createEventsResource(hub, options);
  return async (req, res) => {
    const gone = new AbortController();
    (res as Closing).once('close', () => gone.abort());
    const request = incomingRequest(req, res, gone.signal);
    const answer = await resource.answer(request);
    if (answer.kind === 'body') return sendBody(res, answer);
    try {
      sendStream(req, res, answer.headers, answer.attach);
    } catch (error) {
      // A stream that could not be opened after all, most likely because the hub was closed meanwhile.
      if (res.headersSent) res.end();
      else sendBody(res, resource.answerTo(error, request));
    }
  };
}

/** The part of a response that HTTP/1.1 and HTTP/2 share; the overloads of the two do not unite. */
interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

function sendBody(res: NodeResponse, { status, headers, body }: BodyAnswer): void {
  // A client that left while its answer was made.
  if (res.destroyed) return;
  if (!('stream' in res) && isServerClosing(res.req)) res.shouldKeepAlive = false;
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) (res as Settable).setHeader(name, value);
  if (body === null) {
    res.end();
    return;
  }
  const bytes = Buffer.from(body);
  (res as Settable).setHeader('content-length', bytes.byteLength);
  (res as Settable).end(bytes);
}

interface Settable {
  setHeader(name: string, value: string | number): unknown;
  end(bytes: Uint8Array): unknown;
}

function incomingRequest(req: NodeRequest, res: NodeResponse, signal: AbortSignal): IncomingRequest<NodeRequest> {
  const targetHost = hostOfTarget(req.url);
  const request: IncomingRequest<NodeRequest> = {
    method: req.method ?? 'GET',
    url: req.url ?? '/',
    secure: isSecure(req),
    native: req,
    httpVersion: req.httpVersion,
    signal,
    headerNames: () => Object.keys(req.headers),
    header(name) {
      if (name === 'host' && targetHost !== undefined) return targetHost;
      const value = req.headers[name] ?? (name === 'host' ? req.headers[':authority'] : undefined);
      return Array.isArray(value) ? value.join(', ') : value;
    },
    hold: () => holdSessionStream(request, res),
    body: () => consumedBody(req) ?? chunksOf(req),
  };
  return request;
}

/**
 * The host of a target in absolute form. [spec] When an origin server receives a request with an absolute-form of
 * request-target, the origin server MUST ignore the received Host header field (if any) and instead use the host
 * information of the request-target (RFC 9112, section 3.2.2).
 */
function hostOfTarget(target = '/'): string | undefined {
  return target.startsWith('/') ? undefined : URL.parse(target)?.host;
}

/** Leaving the loop early must not destroy the connection, for it still carries the answer. */
async function* chunksOf(req: NodeRequest): AsyncGenerator<Uint8Array> {
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } finally {
    // What nobody reads would keep the connection from its next request.
    req.resume();
  }
}

function isSecure(req: NodeRequest): boolean {
  return 'scheme' in req ? req.scheme === 'https' : 'encrypted' in req.socket;
}
