import { SpillwayError } from '../error.ts';
import type { Hub } from '../hub/hub.ts';
import type { Answer } from './answer.ts';
import type { EventsOptions } from './events-options.ts';
import type { IncomingRequest } from './events-request.ts';
import { createEventsResource } from './events-resource.ts';
import { openReadable } from './readable-connection.ts';

/**
 * Makes the handler of `/events` for every server that takes a `Request` and gives a `Response`: Hono, Bun.serve,
 * Deno.serve, service workers. `PROTOCOL.md` says what it answers. It looks at method, query, headers and body; the
 * path is the server's affair.
 *
 * @throws SpillwayError `invalid-option`
 *
 * @example
 * ```ts
 * import { createEventsHandler, createHub } from 'spillway';
 *
 * const hub = createHub();
 * const handleEvents = createEventsHandler(hub);
 * // Hono: app.all('/events', (context) => handleEvents(context.req.raw))
 * // Bun:  Bun.serve({ routes: { '/events': handleEvents } })
 *
 * const answer = await handleEvents(
 *   new Request('http://localhost/events', { method: 'POST', body: new URLSearchParams({ topic: 'greetings', data: 'hello' }) }),
 * );
 * console.log(await answer.json()); // { id: '…' }
 * await hub.close();
 * ```
 */
export function createEventsHandler(
  hub: Hub,
  options: EventsOptions<Request> = {},
): (request: Request) => Promise<Response> {
  const resource = createEventsResource(hub, options);
  return async (request) => {
    const incoming = incomingRequest(request);
    const answer = await resource.answer(incoming);
    try {
      return respond(answer);
    } catch (error) {
      // A stream that could not be opened after all, most likely because the hub was closed meanwhile.
      return respond(resource.answerTo(error, incoming));
    }
  };
}

function respond(answer: Answer): Response {
  const { status, headers } = answer;
  return new Response(answer.kind === 'stream' ? openReadable(answer.attach) : answer.body, { status, headers });
}

function incomingRequest(request: Request): IncomingRequest<Request> {
  const { protocol, host } = new URL(request.url);
  return {
    method: request.method,
    url: request.url,
    secure: protocol === 'https:',
    native: request,
    // Asked for by long polling alone: Deno warns of every program that looks at it.
    get signal() {
      return request.signal;
    },
    // Servers put the host into the URL, and some leave the header out.
    header: (name) => request.headers.get(name) ?? (name === 'host' ? host : undefined),
    headerNames: () => request.headers.keys(),
    body() {
      if (request.bodyUsed) {
        throw new SpillwayError(
          'body-consumed',
          'something in front of the hub has read the body of this request: mount the hub before it, or give the hub a `request.clone()` that was made before the reading',
        );
      }
      return chunksOf(request.body);
    },
  };
}

/** Not every browser's `ReadableStream` can be looped over itself. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // What is left of the body is nobody's: a client that still sends it may be told to stop.
    await reader.cancel();
  }
}
