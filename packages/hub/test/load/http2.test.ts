import { once } from 'node:events';
import { type ServerHttp2Stream, createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Frame, FrameReader } from '../../src/load/http2/frame-reader.ts';
import { flag, frame, frameType } from '../../src/load/http2/frames.ts';
import { statusOf } from '../../src/load/http2/header-block.ts';
import { makeCertificate } from '../tls/certificate.ts';
import { load, sound } from './load.ts';

describe('frames are read', () => {
  const one = fc.record({
    type: fc.constantFrom(frameType.data, frameType.headers, frameType.ping, frameType.windowUpdate, 200),
    stream: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    padding: fc.option(fc.nat(40), { nil: undefined }),
  });

  test('wherever they are cut: data as it comes and without padding, others whole', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.array(fc.nat(3000), { maxLength: 20 }), (sent, cuts) => {
        const stream = Buffer.concat(
          sent.map(({ type, stream: id, payload, padding }) =>
            type === frameType.data && padding !== undefined
              ? frame(
                  type,
                  flag.padded,
                  id,
                  Buffer.concat([Buffer.from([padding]), payload, Buffer.alloc(padding, 0xff)]),
                )
              : frame(type, 0, id, payload),
          ),
        );
        const read: Pick<Frame, 'type' | 'stream' | 'payload'>[] = [];
        let data: Buffer[] = [];
        const reader = new FrameReader({
          data: (_id, start, end) => void data.push(Buffer.from(stream.subarray(start, end))),
          dataEnd(id) {
            read.push({ type: frameType.data, stream: id, payload: Buffer.concat(data) });
            data = [];
          },
          frame: ({ type, stream: id, payload }) => void read.push({ type, stream: id, payload }),
        });
        const edges = [0, ...cuts.map((place) => place % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
        for (const [place, end] of edges.slice(1).entries()) {
          expect(reader.push(stream, edges[place] ?? 0, end)).toBe(true);
        }
        expect(read).toEqual(sent.map(({ type, stream: id, payload }) => ({ type, stream: id, payload })));
      }),
    );
  });

  test('but not what is no HTTP/2', () => {
    const reader = new FrameReader({ data: () => {}, dataEnd: () => {}, frame: () => {} });
    const answer = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(reader.push(answer, 0, answer.length)).toBe(false);
  });
});

test.each([
  ['88', 200],
  ['20 8d', 404],
  ['08 03 34 32 39', 429],
  // [RFC 7541, C.4 and C.6] Huffman codes, as in the examples there.
  ['48 82 64 02', 302],
  ['48 83 64 0e ff', 307],
  ['00 03 66 6f 6f 03 62 61 72', undefined],
  ['', undefined],
])('the header block %s tells the status %s', (block, status) => {
  expect(statusOf(Buffer.from(block.replaceAll(' ', ''), 'hex'))).toBe(status);
});

/** A server of event streams over Node's own HTTP/2. */
async function startHttp2Server(
  options: { readonly maxConcurrentStreams?: number },
  open: (path: string, stream: ServerHttp2Stream) => void,
  onPublish: (published: number) => void = () => undefined,
) {
  const { cert, key } = await makeCertificate();
  const server = createSecureServer({ cert, key, allowHTTP1: true, settings: options });
  const streams: ServerHttp2Stream[] = [];
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    streams.push(stream);
    open(String(headers[':path']), stream);
  });
  let published = 0;
  server.on('request', async (request, response) => {
    if (request.httpVersion !== '1.1') return;
    const data = await text(request);
    onPublish(++published);
    for (const stream of streams) if (!stream.closed) stream.write(`data: ${data}\n\n`);
    response.writeHead(204).end();
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    for (const session of sessions) session.destroy();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url: `${url}{subscriber}`, publishUrl: url, transport: 'http2', insecure: true } as const;
}

describe('over HTTP/2 a subscriber fails', () => {
  test('that is refused, or one too many for its connection', async () => {
    const server = await startHttp2Server({ maxConcurrentStreams: 3 }, (path, stream) => {
      stream.respond({ ':status': path === '/0' ? 429 : 200 }, { endStream: path === '/0' });
    });
    const report = await load({ ...server, subscribers: 3, rate: 200 });
    expect(report.connecting).toMatchObject({ failed: 1, reason: 'the server answered 429' });
    expect(report.integrity).toEqual(sound);
    expect(report.window.deliveries).toBe(200);

    const many = await load({ ...server, subscribers: 5, rate: 200 });
    expect(many.connecting.reason).toMatch(
      /the server answered 429|takes 3 streams a connection: .* more --connections/,
    );
    expect((await load({ ...server, subscribers: 5, connections: 5, rate: 200 })).connecting.failed).toBe(1);
  });

  test('whose stream the server resets or ends while it lasts is dropped', async () => {
    const streams = new Map<string, ServerHttp2Stream>();
    const server = await startHttp2Server(
      {},
      (path, stream) => {
        stream.respond({ ':status': 200 });
        streams.set(path, stream);
      },
      (published) => {
        if (published !== 30) return;
        streams.get('/1')?.end();
        streams.get('/2')?.close(2);
      },
    );
    const report = await load({ ...server, subscribers: 4, rate: 200, drain: 2 });
    expect(report.integrity).toMatchObject({ dropped: 2, doubled: 0, outOfOrder: 0 });
    expect(report.integrity.missing).toBeGreaterThan(0);
  });
});
