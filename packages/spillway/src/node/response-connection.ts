import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';
import type { Connection } from '../hub/connection.ts';
import type { Subscriber } from '../hub/subscriber.ts';
import { createChunkFraming } from './chunked.ts';
import { isServerClosing } from './closing-server.ts';

/** A request of node:http or node:http2, as Express, Fastify (`request.raw`) and Koa (`ctx.req`) have it. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** A response of node:http or node:http2, as Express, Fastify (`reply.raw`) and Koa (`ctx.res`) have it. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/**
 * Answers a request with an open stream: sends status 200 and the headers at once, hands a connection to `attach`,
 * and tells the subscriber when the connection takes bytes again and when it is gone.
 *
 * - A response that drains is `drained()`; one that closes, for whatever reason, is `close()`. The response tells, not
 *   the request: a request whose body has been read says no more.
 * - A HEAD request gets the headers alone, and a client that has left already nothing; then `attach` is not called.
 * - What `attach` throws before it has written, this throws, and nothing has been sent.
 */
export function sendStream(
  req: NodeRequest,
  res: NodeResponse,
  headers: Readonly<Record<string, string>>,
  attach: (connection: Connection) => Subscriber,
): void {
  const stream: ResponseStream = res;
  if (isGone(res)) return;
  res.statusCode = 200;
  for (const [name, value] of Object.entries(headers)) stream.setHeader(name, value);
  if (req.method === 'HEAD') {
    stream.end();
    return;
  }
  keepOpen(req);

  let open = true;
  let write = (bytes: Uint8Array): boolean => stream.write(bytes);
  const subscriber = attach({
    write: (bytes) => open && write(bytes),
    end() {
      if (!open) return;
      open = false;
      stream.end();
    },
  });
  // The first bytes have most likely taken the headers along; a stream that is silent sends them now.
  sendHeaders(res);
  const socket = socketOf(res);
  if (socket) write = (bytes) => socket.write(chunk(bytes));

  stream.on('finish', () => {
    if (isServerClosing(req)) req.socket.end();
  });
  const drained = () => subscriber.drained();
  (socket ?? stream).on('drain', drained);
  stream.on('close', () => {
    open = false;
    // The socket may live on, for further requests.
    socket?.off('drain', drained);
    subscriber.close();
  });
  // A broken connection is a client that left, and 'close' says that. Whoever has it say 'error' too, middleware or a
  // later Node, must not end the process by it.
  stream.on('error', ignore);
  (req as ResponseEvents).on('error', ignore);
}

/** The part of a response that HTTP/1.1 and HTTP/2 share; the overloads of the two do not unite. */
interface ResponseStream extends ResponseEvents {
  setHeader(name: string, value: string): unknown;
  write(bytes: Uint8Array): boolean;
  end(): unknown;
}

interface ResponseEvents {
  on(event: 'drain' | 'finish' | 'close' | 'error', listener: () => void): unknown;
}

function isGone(res: NodeResponse): boolean {
  return 'stream' in res ? res.stream.destroyed : res.destroyed;
}

function sendHeaders(res: NodeResponse): void {
  if (!('stream' in res)) res.flushHeaders();
  else if (!res.headersSent) res.writeHead(200);
}

/**
 * The socket of a response, where a chunk may be written to it past the response: in one piece, which is framed once for all
 * subscribers at the same place, where `res.write` sends four pieces for each (bench/NOTES.md has the figures). Not
 * where somebody has put a `write` of their own on the response, for they want to see what is written.
 */
function socketOf(res: NodeResponse): Socket | null {
  if ('stream' in res || 'Bun' in globalThis || 'Deno' in globalThis || Object.hasOwn(res, 'write')) return null;
  return (res as { chunkedEncoding?: boolean }).chunkedEncoding === true ? res.socket : null;
}

const chunk = createChunkFraming();

/** An open stream may be silent for longer than any time limit that is set on ordinary requests. */
function keepOpen(req: NodeRequest): void {
  req.setTimeout(0);
  // HTTP/2 keeps its socket to itself, and sends small frames at once anyway.
  if (req.httpVersionMajor < 2) req.socket.setNoDelay(true);
}

function ignore(): void {}
