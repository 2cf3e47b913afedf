import { nchan, nchanNagle } from './nchan.ts';
import { nodePeer, publishing } from './node-peer.ts';
import type { Peer } from './peer.ts';
import { hubHttp2, hubMemory, hubSmallHeap, hubSqlite } from './spillway-hub.ts';

const embedded = nodePeer({
  name: 'embedded',
  title: 'Spillway in node:http, memory log',
  about: 'The library alone: its handler for /events on a plain node:http server.',
  server: 'embedded.ts',
  loadArguments: (port) => [`http://127.0.0.1:${port}/events`],
});

const betterSse = nodePeer({
  name: 'better-sse',
  title: 'better-sse',
  about: 'The npm package better-sse on node:http, a channel for each topic.',
  server: 'better-sse.ts',
  package: 'better-sse',
  loadArguments: (port) => [`http://127.0.0.1:${port}/events?topic={topic}`, ...publishing(port)],
});

const ws = nodePeer({
  name: 'ws',
  title: 'ws (WebSocket)',
  about: 'The npm package ws: WebSockets without compression, each event encoded once.',
  server: 'ws.ts',
  package: 'ws',
  loadArguments: (port) => [
    `ws://127.0.0.1:${port}/events?topic={topic}`,
    '--transport',
    'websocket',
    ...publishing(port),
  ],
});

const socketIo = nodePeer({
  name: 'socket.io',
  title: 'Socket.IO (WebSocket)',
  about: 'The npm package socket.io over WebSockets alone, without compression, a room for each topic.',
  server: 'socket.io.ts',
  package: 'socket.io',
  loadArguments: (port) => [
    `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket&topic={topic}`,
    // 40: the packet with which a client of Socket.IO joins the main namespace.
    '--transport',
    'websocket',
    '--say',
    '40',
    ...publishing(port),
  ],
});

const plain = nodePeer({
  name: 'plain',
  title: 'plain node:http',
  about: 'A loop over node:http responses that writes the same bytes to each.',
  server: 'plain.ts',
  loadArguments: (port) => [`http://127.0.0.1:${port}/events?topic={topic}`, ...publishing(port)],
});

const plainHttp2 = nodePeer({
  name: 'plain-http2',
  title: 'plain node:http2',
  about: 'A loop over node:http2 streams, over TLS, that writes the same bytes to each.',
  server: 'plain-http2.ts',
  loadArguments: (port) => [
    `https://127.0.0.1:${port}/events?topic={topic}`,
    '--transport',
    'http2',
    '--insecure',
    ...publishing(port, 'https'),
  ],
});

export const peers = {
  nchan,
  'nchan-nagle': nchanNagle,
  'hub-memory': hubMemory,
  'hub-small-heap': hubSmallHeap,
  'hub-sqlite': hubSqlite,
  'hub-http2': hubHttp2,
  embedded,
  'better-sse': betterSse,
  ws,
  'socket.io': socketIo,
  plain,
  'plain-http2': plainHttp2,
} satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof peers;
