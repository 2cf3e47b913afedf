import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import type { Fault, Position } from './fault.ts';
import type { RawRequest } from './raw-request.ts';

/**
 * Answers a request with what the server behind `port` answers, as far as the fault lets it pass.
 *
 * @param onAnswer is called once the first bytes of the server's answer have come
 */
export function commitFault(
  fault: Exclude<Fault<Position>, { does: 'redirect' | 'leave' }>,
  request: RawRequest,
  client: Socket,
  port: number,
  onAnswer: () => void,
): void {
  // A new connection for each request: each has its fault.
  const asked = request.with('Connection', 'close');
  if (fault.does === 'answer') return answer(client, fault.status, fault.headers, fault.body);
  if (fault.does === 'put off') return answer(client, fault.status, [`Retry-After: ${retryAfter(fault)}`]);
  if (fault.does === 'babble') return void client.end('SSH-2.0-OpenSSH_9.2p1\r\n');
  if (fault.does === 'gzip') return gzip(fault, asked, client, port);
  if (fault.does === 'mislead') {
    const { lastEventId } = fault;
    const misled = asked.with('Last-Event-ID', lastEventId === '' ? undefined : latin1(lastEventId));
    return void ask(misled, client, port).once('data', onAnswer).pipe(client);
  }

  const server = ask(asked, client, port).once('data', onAnswer);
  switch (fault.does) {
    case 'pass':
      server.pipe(client);
      return;
    case 'cut':
    case 'stall':
      letPass(server, client, fault);
      return;
    case 'dribble':
      // Ends with an error when the subscriber has seen enough.
      dribble(server, client).catch(() => {});
      return;
    case 'cut when idle':
      server.pipe(client);
      server.setTimeout(fault.ms, () => client.end(() => client.destroy()));
      return;
    case 'gateway timeout':
      timeOut(server, client, fault.ms);
      return;
    case 'buffer':
      buffer(server, client, fault.passes);
      return;
    default:
      fault satisfies never;
  }
}

/** Answers without asking anybody. */
export function answer(client: Socket, status: number, headers: readonly string[] = [], body = ''): void {
  // Pages of other origins may see what happens to them, too.
  const cors = ['Access-Control-Allow-Origin: *', 'Access-Control-Expose-Headers: Retry-After'];
  const length = status === 204 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  client.end([`HTTP/1.1 ${status} Status`, ...headers, ...cors, ...length, 'Connection: close', '', body].join('\r\n'));
}

/** Sends the request on. The two connections end together. */
function ask(request: RawRequest, client: Socket, port: number): Socket {
  const server = connect({ port, host: '127.0.0.1', noDelay: true });
  server.write(request.bytes);
  client.pipe(server);
  server.on('error', () => client.resetAndDestroy());
  client.on('close', () => server.destroy());
  return server;
}

function letPass(server: Socket, client: Socket, fault: Extract<Fault<Position>, { does: 'cut' | 'stall' }>): void {
  let passed = 0;
  let isOver = false;
  const stop = () => {
    if (fault.does === 'stall') return;
    setTimeout(() => {
      if (fault.by === 'end') client.end(() => client.destroy());
      else client.resetAndDestroy();
    }, fault.afterMs);
  };
  server.on('end', stop).on('data', (bytes) => {
    if (isOver) return;
    const blankLine = bytes.indexOf('\n\n');
    const opening = blankLine < 0 ? Infinity : passed + blankLine + 2;
    const end = fault.after === 'the opening' ? opening : fault.after;
    isOver = passed + bytes.length >= end;
    client.write(bytes.subarray(0, end - passed), isOver ? stop : undefined);
    passed += bytes.length;
  });
}

async function dribble(server: Socket, client: Socket): Promise<void> {
  client.setNoDelay();
  for await (const bytes of server as AsyncIterable<Buffer>) {
    for (const byte of bytes) {
      client.write(Uint8Array.of(byte));
      // Else the subscriber may read several at once.
      await delay(1);
    }
  }
  client.end();
}

function timeOut(server: Socket, client: Socket, ms: number): void {
  const held: Buffer[] = [];
  const timer = setTimeout(() => {
    server.destroy();
    answer(client, 504);
  }, ms);
  server.on('data', (bytes) => held.push(bytes));
  server.on('end', () => client.end(Buffer.concat(held)));
  server.on('close', () => clearTimeout(timer));
}

function buffer(server: Socket, client: Socket, passes: 'nothing' | 'the head' | { readonly blocksOf: number }): void {
  let held = Buffer.alloc(0);
  let isHeadOut = false;
  server.on('data', (bytes) => {
    held = Buffer.concat([held, bytes]);
    let size = 0;
    if (passes === 'the head' && !isHeadOut) size = held.indexOf('\r\n\r\n') + 4;
    if (typeof passes === 'object') size = held.length - (held.length % passes.blocksOf);
    if (size < 4) return;
    isHeadOut = true;
    client.write(held.subarray(0, size));
    held = held.subarray(size);
  });
  server.on('end', () => client.end(held));
}

function gzip(
  { flushes, cutAfter }: Extract<Fault<Position>, { does: 'gzip' }>,
  request: RawRequest,
  client: Socket,
  port: number,
): void {
  const path = request.url.pathname + request.url.search;
  const names = ['Accept', 'Last-Event-ID'];
  const headers = Object.fromEntries(
    names.flatMap((name) => [[name, request.header(name)]].filter(([, value]) => value)),
  );
  const asked = httpRequest({ port, host: '127.0.0.1', path, headers, agent: false });
  // Whoever leaves, the other need not stay.
  asked.on('error', () => client.destroy());
  client.on('close', () => asked.destroy());
  asked.on('response', (answered) => {
    const type = `Content-Type: ${answered.headers['content-type']}`;
    client.write(
      `HTTP/1.1 ${answered.statusCode} Status\r\n${type}\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n`,
    );
    let left = Number(cutAfter);
    const packer = createGzip({ flush: flushes ? constants.Z_SYNC_FLUSH : constants.Z_NO_FLUSH });
    packer.on('data', (bytes: Buffer) => {
      client.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) client.end(() => client.destroy());
    });
    packer.on('end', () => client.end());
    answered.on('error', () => client.destroy()).pipe(packer);
  });
  asked.end();
}

function retryAfter({ seconds, as }: Extract<Fault, { does: 'put off' }>): string {
  // A date has whole seconds: rounded up, or the wait would be shorter than was meant.
  return as === 'seconds' ? String(seconds) : new Date(Date.now() + (seconds + 1) * 1000).toUTCString();
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
