import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ControlFrameReader, clientFrame, opcode } from '../../src/load/websocket/frames.ts';
import { load, sound } from './load.ts';

/** A frame as a server sends it: not masked. */
function serverFrame(code: number, payload: string): Buffer {
  const bytes = Buffer.from(payload);
  if (bytes.length < 126) return Buffer.concat([Buffer.from([0x80 | code, bytes.length]), bytes]);
  const head = bytes.length < 65_536 ? Buffer.from([0x80 | code, 126, 0, 0]) : Buffer.alloc(10);
  if (head.length === 4) head.writeUInt16BE(bytes.length, 2);
  else {
    head.writeUInt16BE(((0x80 | code) << 8) | 127);
    head.writeUInt32BE(bytes.length, 6);
  }
  return Buffer.concat([head, bytes]);
}

/** Reads the short masked frames in what a client has sent. */
function framesOf(bytes: Buffer): { readonly code: number; readonly payload: string }[] {
  const frames: ReturnType<typeof framesOf> = [];
  for (let at = 0; at < bytes.length;) {
    const length = (bytes[at + 1] ?? 0) & 127;
    const mask = bytes.subarray(at + 2, at + 6);
    const payload = bytes.subarray(at + 6, at + 6 + length).map((octet, place) => octet ^ (mask[place % 4] ?? 0));
    frames.push({ code: (bytes[at] ?? 0) & 15, payload: Buffer.from(payload).toString() });
    at += 6 + length;
  }
  return frames;
}

/**
 * A server whose WebSockets first say what they want; it pings each of them at every tenth event, and has not taken that
 * event before all have answered: so no test is over with an answer on its way.
 */
async function startWebSocketServer() {
  const sockets: { readonly socket: Socket; topic: string; pongs: number }[] = [];
  const pongs = new EventEmitter();
  let events = 0;
  const server = createServer(async (request, response) => {
    const { topic, data } = JSON.parse(await text(request)) as { topic: string; data: string };
    const ping = ++events % 10 === 0 ? `ping ${events}` : undefined;
    const answers = ping === undefined ? [] : sockets.map((_, number) => once(pongs, `${number}: ${ping}`));
    for (const subscriber of sockets) {
      if (subscriber.topic === topic) subscriber.socket.write(serverFrame(opcode.text, `42["event","${data}"]`));
      if (ping !== undefined) subscriber.socket.write(serverFrame(opcode.ping, ping));
    }
    await Promise.all(answers);
    response.writeHead(200).end();
  });
  server.on('upgrade', (request, socket: Socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const head = [
      '101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ];
    socket.write(`HTTP/1.1 ${head.join('\r\n')}\r\n\r\n`);
    const subscriber = { socket, topic: '', pongs: 0 };
    const number = sockets.push(subscriber) - 1;
    socket
      .on('error', () => undefined)
      .on('data', (bytes: Buffer) => {
        for (const { code, payload } of framesOf(bytes)) {
          if (code === opcode.text) subscriber.topic = payload.replace('join ', '');
          if (code !== opcode.pong) continue;
          subscriber.pongs++;
          pongs.emit(`${number}: ${payload}`);
        }
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    for (const { socket } of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { port, sockets };
}

test('over WebSocket subscribers say what they want, answer pings, and count what comes', async () => {
  const { port, sockets } = await startWebSocketServer();
  const report = await load({
    url: `ws://127.0.0.1:${port}/socket`,
    transport: 'websocket',
    say: ['join {topic}'],
    publishUrl: `http://127.0.0.1:${port}/`,
    publishBody: '{"topic":"{topic}","data":"{data}"}',
    subscribers: 6,
    topics: 2,
    rate: 200,
    idle: 0.2,
  });
  expect(report.window).toMatchObject({ acknowledged: 100, deliveries: 300 });
  expect(report.integrity).toEqual(sound);
  expect(sockets.map(({ pongs }) => pongs)).toEqual([10, 10, 10, 10, 10, 10]);
});

describe('frames', () => {
  test('of any length are walked through, wherever they are cut, and control frames are found', () => {
    const frame = fc.record({
      code: fc.constantFrom(opcode.text, opcode.ping, opcode.close),
      length: fc.oneof(fc.nat(125), fc.nat(700), fc.nat(70_000)),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.nat(100_000), { maxLength: 30 }), (frames, cuts) => {
        const sent = frames.map(({ code, length }) => ({
          code,
          payload: 'p'.repeat(code === opcode.text ? length : length % 126),
        }));
        const stream = Buffer.concat(sent.map(({ code, payload }) => serverFrame(code, payload)));
        const found: object[] = [];
        const reader = new ControlFrameReader((code, payload) => found.push({ code, payload: payload.toString() }));
        const edges = [0, ...cuts.map((place) => place % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
        for (const [place, end] of edges.slice(1).entries()) reader.push(stream, edges[place] ?? 0, end);
        expect(found).toEqual(sent.filter(({ code }) => code !== opcode.text));
      }),
    );
  });

  test('of a client are masked', () => {
    expect(framesOf(clientFrame(opcode.text, Buffer.from('hello')))).toEqual([{ code: opcode.text, payload: 'hello' }]);
    expect(clientFrame(opcode.text, Buffer.alloc(300)).subarray(0, 4)).toEqual(Buffer.from([0x81, 0xfe, 1, 44]));
  });
});
