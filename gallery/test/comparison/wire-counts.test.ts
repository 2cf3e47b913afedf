import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { acceptSockets } from '../../comparison/network/accept-sockets.ts';
import { runOf } from '../../comparison/network/run.ts';
import { type Wire, createWire } from '../../comparison/network/wire-counts.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';

let wire: Wire;
let server: Server;
let port: number;
let socket: Socket;
/** What the client has received, byte by byte. */
let received: Buffer;

beforeEach(async () => {
  wire = createWire();
  server = createServer((req, res) => {
    if (req.url?.startsWith('/open')) res.write('first');
    else req.resume().once('end', () => res.end(`answer to ${req.url}`));
  });
  wire.watch(server, runOf);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  socket = connect(port, '127.0.0.1');
  received = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => (received = Buffer.concat([received, bytes])));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
});

afterEach(async () => {
  socket.destroy();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

/** Sends it, and resolves with how many bytes came back once these end with the text. */
async function send(text: string, end: string): Promise<number> {
  const before = received.length;
  socket.write(text);
  await vi.waitFor(() => expect(received.subarray(before).toString()).toMatch(new RegExp(`${end}\\s*$`)), patient);
  return received.length - before;
}

test('requests on one connection are told apart to the byte, headers and framing included', async () => {
  const get = 'GET /polling?run=a HTTP/1.1\r\nhost: localhost\r\nx-long: and so on\r\n\r\n';
  const post = 'POST /echo?run=a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\nhello';
  const first = await send(get, 'run=a');
  const second = await send(post, 'run=a');
  const third = await send(get, 'run=a');
  expect(wire.countsOf('a')).toEqual({
    polling: { requests: 2, empty: 0, up: 2 * get.length, down: first + third },
    echo: { requests: 1, empty: 0, up: post.length, down: second },
  });
});

test('a body that comes in pieces belongs to its request, and runs are kept apart', async () => {
  const head = 'POST /echo?run=b HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n';
  socket.write(`${head}hello`);
  await vi.waitFor(() => expect(wire.countsOf('b')['echo']?.up).toBe(head.length + 5), patient);
  const down = await send('world', 'run=b');
  const other = 'GET /echo?run=c HTTP/1.1\r\nhost: localhost\r\n\r\n';
  const otherDown = await send(other, 'run=c');
  expect(wire.countsOf('b')).toEqual({ echo: { requests: 1, empty: 0, up: head.length + 10, down } });
  expect(wire.countsOf('c')).toEqual({ echo: { requests: 1, empty: 0, up: other.length, down: otherDown } });
});

test('a stream is counted while it is open, and a request without a run is not', async () => {
  await send('GET /other HTTP/1.1\r\nhost: localhost\r\n\r\n', 'other');
  const get = 'GET /open?run=d HTTP/1.1\r\nhost: localhost\r\n\r\n';
  const down = await send(get, 'first');
  expect(wire.countsOf('d')).toEqual({ open: { requests: 1, empty: 0, up: get.length, down } });
  expect(wire.isInUse(0)).toBe(true);
});

test('a WebSocket is counted from its handshake to its last frame', async () => {
  acceptSockets(server, (opened) => opened.on('message', (data) => opened.send(data)));
  const client = new WebSocket(`ws://127.0.0.1:${port}/web-socket?run=e`);
  await once(client, 'open');
  const { _socket: own } = client as unknown as { readonly _socket: Socket };
  for (const text of ['short', 'x'.repeat(300), 'y'.repeat(70_000)]) {
    client.send(text);
    await once(client, 'message');
  }
  expect(own.bytesWritten).toBeGreaterThan(70_000);
  const expected = { requests: 1, empty: 0, up: own.bytesWritten, down: own.bytesRead };
  expect(wire.countsOf('e')).toEqual({ 'web-socket': expected });
  client.terminate();
  await vi.waitFor(() => expect(wire.isInUse(0)).toBe(false), patient);
  expect(wire.countsOf('e')).toEqual({ 'web-socket': expected });
});

test('a run is cut off: its connections end, also those that wait for a next request, and no others', async () => {
  await send('GET /polling?run=f HTTP/1.1\r\nhost: localhost\r\n\r\n', 'run=f');
  wire.cut('another');
  const get = 'GET /open?run=f HTTP/1.1\r\nhost: localhost\r\n\r\n';
  const down = await send(get, 'first');
  wire.cut('f');
  if (!socket.closed) await once(socket, 'close');
  expect(wire.countsOf('f')['open']).toEqual({ requests: 1, empty: 0, up: get.length, down });
});
