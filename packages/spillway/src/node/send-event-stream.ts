import { answerEventStream, endedHeaders } from '../http/event-stream-answer.ts';
import type { EventStreamSettings } from '../http/event-stream-answer.ts';
import type { EventStreamSource } from '../http/event-stream-source.ts';
import { streamHeaders } from '../http/stream-headers.ts';
import { sendStream } from './response-connection.ts';
import type { NodeRequest, NodeResponse } from './response-connection.ts';

/** The settings of a stream on node:http; more headers are set on the response before (`res.setHeader`). */
export type SendEventStreamOptions = EventStreamSettings;

/**
 * Answers one request of node:http or node:http2 with the events of a source, as `eventStream` does for `Request` and
 * `Response`: see there for what it promises. Compression middleware leaves the stream alone, because its headers
 * forbid to transform it.
 *
 * With the frameworks:
 *
 * - **Express**: `app.get('/events', (req, res) => sendEventStream(req, res, source))`.
 * - **Fastify**: `reply.hijack()` first, then `sendEventStream(request.raw, reply.raw, source)`. Headers that were set on
 *   the reply, as its CORS plugin does, do not reach `reply.raw` by themselves: before, for each `[name, value]` of
 *   `reply.getHeaders()`, call `reply.raw.setHeader(name, value)`.
 * - **Koa**: `ctx.respond = false` first, then `sendEventStream(ctx.req, ctx.res, source)`.
 *
 * @throws {@link SpillwayError} as `eventStream` does; then nothing has been sent.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { sendEventStream } from 'spillway/node';
 *
 * async function* ticks({ signal }: { signal: AbortSignal }) {
 *   for (let n = 0; !signal.aborted; n++) {
 *     yield { event: 'tick', data: { n }, id: String(n) };
 *     await new Promise((resolve) => setTimeout(resolve, 1000));
 *   }
 * }
 *
 * createServer((req, res) => sendEventStream(req, res, ticks)).listen(3000, '127.0.0.1');
 * ```
 */
export function sendEventStream(
  req: NodeRequest,
  res: NodeResponse,
  source: EventStreamSource,
  options: SendEventStreamOptions = {},
): void {
  const attach = answerEventStream(source, options, {
    method: req.method,
    lastEventId: req.headers['last-event-id'],
    signals: options.signal === undefined ? [] : [options.signal],
  });
  if (attach === 'ended') sendEnded(res);
  else sendStream(req, res, streamHeaders, attach);
}

function sendEnded(res: NodeResponse): void {
  res.statusCode = 204;
  for (const [name, value] of Object.entries(endedHeaders)) res.setHeader(name, value);
  res.end();
}
