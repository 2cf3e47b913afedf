import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import type { Readable } from 'node:stream';
import { createDecoder } from '../../src/codec/decode.ts';

export interface StreamRequestOptions {
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Received {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

/** A stream as its client sees it. */
export interface StreamClient {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The first comment of the stream. */
  readonly opening: Promise<string>;
  /** The next event, or undefined when the response has ended or broken off. */
  next(): Promise<Received | undefined>;
  /** All events that are still to come. */
  rest(): Promise<Received[]>;
  /** Reads nothing more from the socket, until `resume`. */
  pause(): void;
  resume(): void;
  /** Leaves, as a page that is closed does: the connection is closed (HTTP/1.1), or the stream is reset (HTTP/2). */
  leave(): void;
  /** The whole connection breaks. */
  break(): void;
}

/** Opens a stream over HTTP/1.1, on a connection of its own. */
export async function openStream(url: string, options: StreamRequestOptions = {}): Promise<StreamClient> {
  const { method = 'GET', headers = {}, body } = options;
  const request = http.request(url, { method, headers: { ...typeOf(body), ...headers }, agent: false });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  return streamClient(response, {
    status: response.statusCode ?? 0,
    headers: response.headers,
    leave: () => response.destroy(),
    break: () => response.socket.resetAndDestroy(),
  });
}

/** Opens a stream over HTTP/2, on a connection of its own. */
export async function openHttp2Stream(url: string, options: StreamRequestOptions = {}): Promise<StreamClient> {
  const { method = 'GET', headers = {}, body } = options;
  const { origin, pathname } = new URL(url);
  const session = http2.connect(origin);
  session.on('error', ignore);
  const stream = session.request({ ':method': method, ':path': pathname, ...typeOf(body), ...headers });
  stream.on('close', () => session.close());
  stream.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = await once(stream, 'response');
  return streamClient(stream, {
    status: Number(response[':status']),
    headers: response,
    leave: () => stream.close(http2.constants.NGHTTP2_CANCEL),
    break: () => session.destroy(),
  });
}

function streamClient(
  body: Readable,
  connection: Pick<StreamClient, 'status' | 'headers' | 'leave' | 'break'>,
): StreamClient {
  const events: (Received | undefined)[] = [];
  const waiting: ((event: Received | undefined) => void)[] = [];
  let opened: (comment: string) => void = ignore;
  const opening = new Promise<string>((resolve) => (opened = resolve));

  function take(event: Received | undefined): void {
    const resolve = waiting.shift();
    if (resolve === undefined) events.push(event);
    else resolve(event);
  }
  const decoder = createDecoder({
    event: ({ event, data, lastEventId }) => take({ type: event ?? 'message', data, lastEventId }),
    comment: (text) => opened(text),
  });
  body.on('data', (chunk: Uint8Array) => decoder.push(chunk));
  body.on('error', ignore);
  body.on('close', () => take(undefined));

  async function next(): Promise<Received | undefined> {
    return events.length > 0 ? events.shift() : await new Promise((resolve) => waiting.push(resolve));
  }
  return {
    ...connection,
    opening,
    next,
    rest: async () => {
      const all: Received[] = [];
      for (let event = await next(); event !== undefined; event = await next()) all.push(event);
      return all;
    },
    pause: () => body.pause(),
    resume: () => body.resume(),
  };
}

function typeOf(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function ignore(): void {}
