import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { text as wholeText } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/hub/connection.ts';
import type { Subscriber } from '../../src/hub/subscriber.ts';
import { sendStream } from '../../src/node/index.ts';
import type { NodeRequest, NodeResponse } from '../../src/node/index.ts';
import { listen } from './servers.ts';
import type { RunningServer } from './servers.ts';
import { openHttp2Stream, openStream } from './stream-client.ts';

const headers = { 'Content-Type': 'text/event-stream' };
const bytes = (text: string) => new TextEncoder().encode(text);
const silent: Subscriber = { drained() {}, close() {} };

let running: RunningServer | undefined;

afterEach(async () => {
  await running?.close();
  running = undefined;
});

describe.each(['HTTP/1.1', 'HTTP/2'])('over %s', (version) => {
  const isHttp2 = version === 'HTTP/2';
  const open = isHttp2 ? openHttp2Stream : openStream;

  async function serve(handle: (req: NodeRequest, res: NodeResponse) => void): Promise<string> {
    running = await listen(isHttp2 ? http2.createServer(handle) : http.createServer(handle));
    return running.url;
  }

  test('the head is sent at once, though nothing is written', async () => {
    const url = await serve((req, res) => sendStream(req, res, headers, () => silent));
    const stream = await open(url);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    stream.leave();
  });

  test('a client that does not read stops the writing, and starts it again when it reads', async () => {
    const chunk = bytes(`data: ${'x'.repeat(64 * 1024 - 8)}\n\n`);
    const total = 1024;
    let written = 0;
    let drained = 0;
    const url = await serve((req, res) => {
      if (req.url === '/written') {
        res.end(`data: ${written}\n\n`);
        return;
      }
      sendStream(req, res, headers, (connection) => {
        const fill = () => {
          while (written < total) {
            written++;
            if (!connection.write(chunk)) return;
          }
          connection.end();
        };
        fill();
        return {
          drained() {
            drained++;
            fill();
          },
          close() {},
        };
      });
    });

    const stream = await open(url);
    stream.pause();
    const stopped = await whenStill(async () => (await (await open(`${url}/written`)).next())?.data);
    // Sockets hold some of the 64 MiB, but nowhere near half of it.
    expect(Number(stopped)).toBeLessThan(total / 2);

    stream.resume();
    const events = await stream.rest();
    expect(events).toHaveLength(total);
    expect(events.every(({ data }) => data.length === 64 * 1024 - 8)).toBe(true);
    expect(drained).toBeGreaterThan(0);
  });

  test.each(['leave', 'break'] as const)('a client that does not read and goes (%s) is noticed', async (go) => {
    const gate = new EventTarget();
    let connection: Connection | undefined;
    const left = new Promise<boolean>((resolve) => {
      gate.addEventListener('left', () => resolve(connection?.write(bytes('data: late\n\n')) ?? true));
    });
    const url = await serve((req, res) =>
      sendStream(req, res, headers, (opened) => {
        connection = opened;
        while (opened.write(new Uint8Array(64 * 1024)));
        return { drained() {}, close: () => gate.dispatchEvent(new Event('left')) };
      }),
    );
    const stream = await open(url);
    stream.pause();
    stream[go]();
    // Nothing is written after that: the connection takes it as full.
    expect(await left).toBe(false);
    connection?.end();
  });

  test('a client that left before its stream begins is not attached', async () => {
    const attached: string[] = [];
    const gate = new EventTarget();
    const answered = new Promise((resolve) => gate.addEventListener('answered', resolve));
    const url = await serve((req, res) => {
      if (req.url === '/') void answerAfterClose(req, res);
      else sendStream(req, res, headers, () => silent);
    });
    async function answerAfterClose(req: NodeRequest, res: NodeResponse): Promise<void> {
      gate.dispatchEvent(new Event('asked'));
      await once(res, 'close');
      sendStream(req, res, headers, () => {
        attached.push('/');
        return silent;
      });
      gate.dispatchEvent(new Event('answered'));
    }

    const asked = new Promise((resolve) => gate.addEventListener('asked', resolve));
    const { hostname, port } = new URL(url);
    if (isHttp2) {
      const session = http2.connect(url);
      const request = session.request({ ':path': '/' }).on('error', () => {});
      await asked;
      request.close(http2.constants.NGHTTP2_CANCEL);
      await answered;
      session.close();
    } else {
      const socket = net.connect(Number(port), hostname);
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await asked;
      socket.destroy();
      await answered;
    }
    expect(attached).toEqual([]);
    (await open(`${url}/other`)).leave();
  });

  test('what `attach` throws reaches the caller, who can still answer', async () => {
    const url = await serve((req, res) => {
      try {
        sendStream(req, res, headers, () => {
          throw new Error('no such cursor');
        });
      } catch {
        res.statusCode = 400;
        res.end();
      }
    });
    expect((await open(url)).status).toBe(400);
  });

  test('a HEAD request gets the headers alone and is not attached', async () => {
    const url = await serve((req, res) => sendStream(req, res, headers, () => expect.unreachable()));
    const answer = await open(url, { method: 'HEAD' });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    expect(await answer.rest()).toEqual([]);
  });

  test('ending closes the subscriber, once', async () => {
    let closed = 0;
    const url = await serve((req, res) =>
      sendStream(req, res, headers, (connection) => {
        connection.write(bytes('data: all\n\n'));
        connection.end();
        connection.end();
        return { drained() {}, close: () => closed++ };
      }),
    );
    const stream = await open(url);
    expect(await stream.rest()).toEqual([{ type: 'message', data: 'all', lastEventId: '' }]);
    await running?.close();
    running = undefined;
    expect(closed).toBe(1);
  });
});

test('a client that resets its HTTP/2 stream with an error code closes the subscriber, and the server goes on', async () => {
  const gate = new EventTarget();
  const closed = new Promise((resolve) => gate.addEventListener('closed', () => resolve('closed')));
  const server = http2.createServer((req, res) =>
    sendStream(req, res, headers, () => ({ drained() {}, close: () => gate.dispatchEvent(new Event('closed')) })),
  );
  running = await listen(server);
  const session = http2.connect(running.url);
  const stream = session.request({ ':path': '/' }).on('error', () => {});
  await once(stream, 'response');
  stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
  expect(await closed).toBe('closed');
  session.close();
  (await openHttp2Stream(running.url)).leave();
});

test('the time limit that a server sets on its sockets does not end a stream', async () => {
  const limits: (number | undefined)[] = [];
  const server = http.createServer((req, res) => {
    limits.push(req.socket.timeout);
    sendStream(req, res, headers, () => silent);
    limits.push(req.socket.timeout);
  });
  server.setTimeout(60_000);
  running = await listen(server);
  (await openStream(running.url)).leave();
  expect(limits).toEqual([60_000, 0]);
});

test('streams that end one after the other leave nothing on the connection that they shared', async () => {
  const listeners: number[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((req, res) => {
    sockets.add(req.socket);
    listeners.push(req.socket.listenerCount('drain'));
    sendStream(req, res, headers, (connection) => {
      setImmediate(() => {
        connection.write(bytes('data: last\n\n'));
        connection.end();
      });
      return silent;
    });
  });
  running = await listen(server);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let stream = 0; stream < 4; stream++) {
    const [response] = (await once(http.get(running.url, { agent }), 'response')) as [http.IncomingMessage];
    expect(await wholeText(response)).toBe('data: last\n\n');
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
  expect(new Set(listeners).size).toBe(1);
});

/** Asks again and again until the answer has stayed the same for 100 round trips. */
async function whenStill<T>(ask: () => Promise<T>): Promise<T> {
  let last = await ask();
  for (let same = 0; same < 100; same++) {
    const now = await ask();
    if (now !== last) same = 0;
    last = now;
  }
  return last;
}
