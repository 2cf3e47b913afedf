import type { FaultCase } from './fault-case.ts';

/**
 * What an `EventSource` goes through, and what should come of it by the standard: it connects again after all that the
 * network does, and gives up after all that a server answers but a stream. Until a stream has told it `retry:` it waits
 * for three seconds, so that cuts come after that.
 */
export const eventSourceCases: readonly FaultCase[] = [
  { name: 'a connection that lasts', source: 'history', faults: [], expected: { waits: [] } },
  {
    name: 'a stream that ends after each of its bytes, once it has told the reconnection time',
    source: 'history',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 1,
    fromByte: 260,
  },
  {
    name: 'a stream that tells a gap and is reset after any of its bytes',
    source: 'trimmed',
    faults: [{ does: 'cut', after: 'each', by: 'reset', afterMs: 20 }],
    everyBytes: 3,
    fromByte: 260,
    expected: { gaps: ['trimmed'] },
  },
  {
    name: 'a stream with every line end and much that means nothing, which ends after each of its bytes',
    source: 'wild',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 1,
    fromByte: 210,
  },
  {
    name: 'a stream that ends before it has told the reconnection time',
    source: 'history',
    faults: [{ does: 'cut', after: 225, by: 'end' }],
    expected: { awayMs: 3000 },
  },
  {
    name: 'a stream that comes byte by byte',
    source: 'history',
    faults: [{ does: 'dribble' }],
    expected: { waits: [] },
  },
  {
    name: 'a wild stream that comes byte by byte',
    source: 'wild',
    faults: [{ does: 'dribble' }],
    expected: { waits: [] },
  },
  {
    name: 'streams that end one after the other while events are published',
    source: 'live',
    faults: Array.from({ length: 12 }, () => ({
      does: 'cut',
      after: 330,
      by: 'end',
      afterMs: 20,
      publishBefore: 1,
      publishAfter: 1,
    })),
  },
  {
    name: 'a server that goes and comes back',
    source: 'live',
    faults: [
      { does: 'cut when idle', ms: 60, publishAfter: 1 },
      { does: 'leave', ms: 150, publishBefore: 1 },
      { does: 'pass', publishBefore: 1, publishAfter: 1 },
    ],
  },
  {
    name: 'a proxy that closes idle streams',
    source: 'live',
    faults: Array.from({ length: 6 }, () => ({ does: 'cut when idle', ms: 60, publishBefore: 1 })),
  },
  {
    name: 'a proxy that compresses the stream and lets each piece out',
    source: 'history',
    faults: [{ does: 'gzip', flushes: true }],
    expected: { waits: [] },
  },
  ...[301, 302, 303, 307, 308].map((status): FaultCase => ({
    name: `a redirect with ${status} on the same origin, also after a cut`,
    source: 'history',
    faults: [
      { does: 'redirect', status, to: 'the same origin' },
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'redirect', status, to: 'the same origin' },
    ],
  })),
  {
    name: 'a redirect to another origin, also after a cut',
    source: 'history',
    faults: [
      { does: 'redirect', status: 307, to: 'another origin' },
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'redirect', status: 307, to: 'another origin' },
    ],
  },
  ...[204, 304, 400, 401, 403, 404, 410, 429, 500, 502, 503].map((status): FaultCase => ({
    name: `${status} fails the connection`,
    source: 'history',
    faults: [{ does: 'answer', status }],
    expected: { end: `error (${status})`, waits: [] },
  })),
  {
    name: '204 after half of the stream ends it',
    source: 'history',
    faults: [
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'answer', status: 204 },
    ],
    expected: { end: 'error (204)' },
  },
  {
    name: 'another content type fails the connection',
    source: 'history',
    faults: [{ does: 'answer', status: 200, headers: ['Content-Type: text/html'], body: '<h1>Willkommen</h1>' }],
    expected: { end: 'error (200)', waits: [] },
  },
  {
    name: 'no content type fails the connection',
    source: 'history',
    faults: [{ does: 'answer', status: 200, body: 'data: x\n\n' }],
    expected: { end: 'error (200)', waits: [] },
  },
];
