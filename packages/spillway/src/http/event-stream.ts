import { answerEventStream, endedHeaders } from './event-stream-answer.ts';
import type { EventStreamSettings } from './event-stream-answer.ts';
import { departureSignals } from './departure-signals.ts';
import type { EventStreamSource } from './event-stream-source.ts';
import { openReadable } from './readable-connection.ts';
import { streamHeaders } from './stream-headers.ts';

export interface EventStreamOptions extends EventStreamSettings {
  /** The request that is answered: its method, its `Last-Event-ID` and its signal. */
  readonly request?: Request | undefined;
  /** More headers of the response, e.g. for CORS. Those that make it an event stream stay. */
  readonly headers?: HeadersInit | undefined;
}

/**
 * Answers one request with the events of a source: tokens of a language model, the progress of a task.
 *
 * - **Backpressure.** The source is asked for its next event when the client has taken the one before.
 * - **Leaving.** When the client leaves, the `signal` that the source function was given is aborted at once, and the
 *   source's iterator is returned (a `ReadableStream` is cancelled), also while it is working on its next event.
 * - **Failing.** When the source throws, or yields what is no event, the stream ends in an event `error` with the data
 *   `{"code":"source-failed","message":…}`; the error itself goes to `onError` alone. A source that wants to tell the
 *   client more yields an event of its own and returns.
 * - **Ending.** Given a GET `request`, the stream ends in an event `end` (see `endEvent`), and a request that
 *   reconnects after it is answered `204 No Content` without asking the source again.
 * - **Resuming.** A client that lost its connection comes again, with the `id` of its last event: the source function
 *   gets it as `lastEventId`, and may go on from there. Set `resumes` if it does: without it, a client that repeats a POST drops what it had.
 *
 * A HEAD request is answered with the headers alone.
 *
 * For node:http, Express, Fastify and Koa there is `sendEventStream` in `spillway/node`.
 *
 * @throws {@link SpillwayError} `invalid-option` for what is no source, and for a `heartbeatMs` out of bounds;
 *   `invalid-field` for a `retryMs` that is not a whole number.
 *
 * @example
 * ```ts
 * import { eventStream } from 'spillway';
 *
 * async function* countdown() {
 *   for (let n = 3; n > 0; n--) yield { data: { n }, id: String(n) };
 *   yield 'liftoff';
 * }
 *
 * // Bun.serve({ fetch }), Deno.serve(fetch); in Hono: app.get('/countdown', (c) => fetch(c.req.raw))
 * export const fetch = (request: Request) => eventStream(countdown, { request });
 *
 * console.log(await fetch(new Request('http://localhost/countdown')).text());
 * ```
 */
export function eventStream(source: EventStreamSource, options: EventStreamOptions = {}): Response {
  const { request, signal } = options;
  const attach = answerEventStream(source, options, {
    method: request?.method,
    lastEventId: request?.headers.get('Last-Event-ID'),
    signals: signal === undefined ? departureSignals(request) : [signal, ...departureSignals(request)],
  });

  const headers = new Headers(options.headers);
  if (attach === 'ended') return new Response(null, { status: 204, headers: withHeaders(headers, endedHeaders) });
  // The body asks for the next event only when its reader asks for more: nothing waits in between.
  const body = request?.method === 'HEAD' ? null : openReadable(attach, { highWaterMark: 0 });
  return new Response(body, { headers: withHeaders(headers, streamHeaders) });
}

function withHeaders(headers: Headers, fixed: Readonly<Record<string, string>>): Headers {
  for (const [name, value] of Object.entries(fixed)) headers.set(name, value);
  return headers;
}
