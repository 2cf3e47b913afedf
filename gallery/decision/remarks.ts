import type { Choice } from './choices.ts';
import type { Measurement } from './measurements.ts';
import type { When } from './rules.ts';

/** What else counts, once it is decided. */
export interface Remark {
  readonly with: readonly Choice[];
  readonly when: When;
  readonly says: string;
  readonly measured?: Measurement;
}

const streams = ['sse', 'sse-post', 'files'] as const;

/** All that hold are given, in this order. */
export const remarks: readonly Remark[] = [
  {
    with: streams,
    when: { rate: ['rare'] },
    says: 'A stream that is silent costs a heartbeat now and then; polling would ask again and again for nothing.',
    measured: 'feed',
  },
  {
    with: streams,
    when: { rate: ['flood'] },
    says: 'Give events a key: a page that cannot keep up then gets the newest of each key instead of a backlog.',
    measured: 'prices',
  },
  {
    with: streams,
    when: { loss: ['nothing'] },
    says: 'After a cut the stream goes on from the last event that arrived, and says so where something is no longer kept.',
    measured: 'feed',
  },
  {
    with: streams,
    when: { loss: ['newest'] },
    says: 'Begin with since=latest: a page that joins gets how things stand, then what changes.',
    measured: 'prices',
  },
  {
    with: ['sse', 'sse-post'],
    when: { loss: ['late'] },
    says: 'A stream over TCP waits for lost packets. If that is too late, and bytes may be lost, use WebTransport.',
    measured: 'roundTrips',
  },
  {
    with: ['sse'],
    when: { latency: ['frame'] },
    says: 'On the way down an event is no slower than a message on a WebSocket.',
    measured: 'feed',
  },
  {
    with: streams,
    when: { binary: ['pieces'] },
    says: 'Bytes go as text: 33.3 % longer as base64, 17.5 % in the dense encoding. For small pieces that is cheap.',
    measured: 'bytes',
  },
  {
    with: streams,
    when: { infrastructure: ['http1'], tabs: ['few'] },
    says: 'Over HTTP/1.1 a browser opens six connections to a site, for all tabs. A stream takes one of them.',
    measured: 'connectionLimit',
  },
  {
    with: streams,
    when: { infrastructure: ['http1'], tabs: ['many'] },
    says: 'The seventh tab would wait for ever: over HTTP/1.1 a browser opens six connections to a site. Share one stream among the tabs (share: true), or move to HTTP/2.',
    measured: 'connectionLimit',
  },
  {
    with: streams,
    when: { infrastructure: ['http2', 'proxies', 'functions'], tabs: ['many'] },
    says: 'Over HTTP/2 all tabs share one connection. Sharing one stream, too, saves the server the rest (share: true).',
    measured: 'connectionLimit',
  },
  {
    with: streams,
    when: { infrastructure: ['proxies'] },
    says: 'Some proxies hold a stream back until it ends. The client notices, and falls back to long polling on the same URL.',
    measured: 'feed',
  },
  {
    with: streams,
    when: { infrastructure: ['functions'] },
    says: 'A function cannot hold a stream. Let it publish with one POST to a hub that does.',
  },
  {
    with: ['polling'],
    when: { loss: ['nothing'] },
    says: 'Ask with the cursor of the answer before (GET /events as JSON): then nothing is missing and nothing comes twice.',
    measured: 'feed',
  },
  {
    with: ['polling', 'files'],
    when: { direction: ['replies'] },
    says: 'What pages send goes up as an ordinary request.',
  },
  {
    with: ['websocket'],
    when: { loss: ['nothing'] },
    says: 'A WebSocket remembers nothing: ids, acknowledgements and what happens after a cut are yours to write.',
    measured: 'feed',
  },
  {
    with: ['websocket'],
    when: { loss: ['newest', 'late'] },
    says: 'Watch bufferedAmount before you send, lest old news queue up in front of new.',
  },
  {
    with: ['websocket'],
    when: { infrastructure: ['http1', 'proxies'] },
    says: 'Some proxies refuse the upgrade or cut what is idle. Have something to fall back to, and send heartbeats.',
  },
  {
    with: ['websocket'],
    when: { infrastructure: ['functions'] },
    says: 'A function cannot hold a connection: this needs a server that stays, or a service that holds it for you.',
  },
  {
    with: ['sse-post'],
    when: {},
    says: 'If people are to see each other typing, choose WebSockets: that is a request for every few keystrokes.',
    measured: 'chat',
  },
  {
    with: ['webrtc'],
    when: {},
    says: 'Two sides have to find each other first. That signalling is a few small messages: a stream and a POST do it well.',
    measured: 'roundTrips',
  },
  {
    with: ['webrtc'],
    when: { infrastructure: ['proxies'] },
    says: 'Networks that block UDP need a TURN server that relays over TCP.',
  },
  {
    with: ['websocket', 'webrtc'],
    when: { reach: ['closed'] },
    says: 'For people who have no page open, add Web Push beside it.',
  },
  {
    with: ['push'],
    when: {},
    says: 'People have to allow it, each message is shown to them, and it may be late. For pages that are open, keep a stream beside it.',
    measured: 'feed',
  },
];
