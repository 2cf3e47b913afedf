import type { FaultCase } from './fault-case.ts';

/** Connections that break, at every byte and again and again. */
export const cutCases: readonly FaultCase[] = [
  {
    name: 'a connection that lasts',
    source: 'history',
    faults: [],
    expected: { waits: [], transports: ['stream'] },
  },
  {
    name: 'a stream that ends after each of its bytes, from its head on',
    source: 'history',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 1,
  },
  {
    name: 'a stream that is reset after any of its bytes',
    source: 'history',
    faults: [{ does: 'cut', after: 'each', by: 'reset' }],
    everyBytes: 5,
  },
  {
    name: 'a stream that tells a gap and ends after any of its bytes',
    source: 'trimmed',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 2,
    expected: { gaps: ['trimmed'] },
  },
  {
    name: 'a stream with every line end and much that means nothing, which ends after each of its bytes',
    source: 'wild',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 1,
  },
  {
    name: 'a stream that ends twice at the same byte',
    source: 'history',
    faults: [
      { does: 'cut', after: 'each', by: 'end', afterMs: 20 },
      { does: 'cut', after: 'each', by: 'end', afterMs: 20 },
    ],
    everyBytes: 7,
  },
  {
    name: 'a page that ends after any of its bytes',
    source: 'history',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 3,
    options: { longPolling: 'always' },
    expected: { transports: ['long-polling'] },
  },
  {
    name: 'a page that tells a gap and is reset after any of its bytes',
    source: 'trimmed',
    faults: [{ does: 'cut', after: 'each', by: 'reset' }],
    everyBytes: 5,
    options: { longPolling: 'always' },
    expected: { transports: ['long-polling'], gaps: ['trimmed'] },
  },
  {
    name: 'events that are published while nobody is connected, after a stream that had only begun',
    source: 'live',
    faults: [
      // Other than a cut, this lets all that was sent reach the subscriber.
      { does: 'stall', after: 'the opening' },
      { does: 'pass', publishBefore: 3, publishAfter: 2 },
    ],
    options: { since: 'now', longPolling: 'never' },
    expected: { waits: ['timeout'] },
  },
  {
    name: 'streams that end one after the other while events are published',
    source: 'live',
    faults: Array.from({ length: 12 }, () => ({
      does: 'cut',
      after: 330,
      by: 'reset',
      publishBefore: 1,
      publishAfter: 1,
    })),
  },
  {
    name: 'a server that goes and comes back',
    source: 'live',
    faults: [
      { does: 'cut', after: 'the opening', by: 'end', publishAfter: 1 },
      { does: 'leave', ms: 150, publishBefore: 1 },
      { does: 'pass', publishBefore: 1, publishAfter: 1 },
    ],
  },
  {
    name: 'something else than HTTP',
    source: 'history',
    faults: [{ does: 'babble' }, { does: 'babble' }],
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
];
