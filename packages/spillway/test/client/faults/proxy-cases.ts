import type { FaultCase } from './fault-case.ts';
import { impatient } from './silence-cases.ts';

/** What proxies do to streams. */
export const proxyCases: readonly FaultCase[] = [
  {
    name: 'a proxy that buffers all of an answer: pages take the place of the stream',
    source: 'history',
    faults: always({ does: 'buffer', passes: 'nothing' }),
    options: impatient,
    expected: { waits: ['timeout'], transports: ['long-polling'] },
  },
  {
    name: 'a proxy that buffers all but the head',
    source: 'history',
    faults: always({ does: 'buffer', passes: 'the head' }),
    options: impatient,
    expected: { waits: [], transports: ['long-polling'] },
  },
  {
    name: 'a proxy that buffers, while events are published',
    source: 'live',
    faults: [
      { does: 'buffer', passes: 'the head', publishAfter: 1 },
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head', publishAfter: 0, publishBefore: 2 },
      { does: 'buffer', passes: 'the head', publishBefore: 1 },
    ],
    options: impatient,
    expected: { waits: [], transports: ['long-polling'] },
  },
  {
    name: 'a proxy that buffers a stream from now on, while events are published: a gap says that some may be missing',
    source: 'live',
    faults: [
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head', publishAfter: 0, publishBefore: 2 },
      { does: 'buffer', passes: 'the head', publishBefore: 1 },
    ],
    options: { ...impatient, since: 'now' },
    expected: { waits: [], transports: ['long-polling'], gaps: ['buffered'] },
  },
  {
    name: 'a proxy that passes the opening block of a stream and buffers the rest',
    source: 'live',
    faults: [
      { does: 'stall', after: 'the opening', publishAfter: 1 },
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head' },
      { does: 'buffer', passes: 'the head', publishBefore: 1 },
    ],
    options: impatient,
    expected: { waits: [], transports: ['stream', 'long-polling'] },
  },
  {
    name: 'a proxy that passes full blocks only, and keeps the tail',
    source: 'history',
    faults: always({ does: 'buffer', passes: { blocksOf: 512 } }),
    options: impatient,
    expected: { transports: 'any' },
  },
  {
    name: 'a proxy that buffers, and gives up on pages that wait',
    source: 'live',
    faults: [
      { does: 'buffer', passes: 'nothing' },
      { does: 'gateway timeout', ms: 300 },
      { does: 'gateway timeout', ms: 300 },
      { does: 'gateway timeout', ms: 300, publishBefore: 1 },
      { does: 'gateway timeout', ms: 300 },
      { does: 'gateway timeout', ms: 300, publishBefore: 1 },
    ],
    options: impatient,
    expected: { transports: ['long-polling'] },
  },
  {
    name: 'a proxy that buffers before a server that has no pages: it waits for the stream',
    source: 'wild',
    faults: [{ does: 'buffer', passes: 'the head' }],
    options: impatient,
    expected: { waits: [], transports: ['stream'] },
  },
  {
    name: 'a proxy that closes idle streams',
    source: 'live',
    faults: Array.from({ length: 6 }, () => ({ does: 'cut when idle', ms: 60, publishBefore: 1 })),
  },
  {
    name: 'a proxy that compresses the stream and lets each piece out',
    source: 'history',
    faults: always({ does: 'gzip', flushes: true }),
    expected: { waits: [], transports: ['stream'] },
  },
  {
    name: 'a proxy that compresses the stream and holds it back',
    source: 'history',
    faults: always({ does: 'gzip', flushes: false }),
    options: impatient,
    expected: { waits: [], transports: ['long-polling'] },
  },
  {
    name: 'a compressed stream that ends after any of its bytes',
    source: 'history',
    faults: [{ does: 'gzip', flushes: true, cutAfter: 'each' }],
    everyBytes: 13,
  },
  {
    name: 'a proxy that drops Last-Event-ID: all comes again, and doubles are dropped',
    source: 'history',
    faults: [
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'mislead', lastEventId: '' },
    ],
    expected: { waits: ['network'] },
  },
  {
    name: 'a server that is behind and believes an older Last-Event-ID',
    source: 'history',
    faults: [
      // Other than a cut, this lets all that was sent reach the subscriber.
      { does: 'stall', after: 540 },
      { does: 'mislead', lastEventId: 'größe-№3' },
    ],
    expected: { waits: ['timeout'] },
  },
];

function always(fault: FaultCase['faults'][number]): FaultCase['faults'] {
  return Array.from({ length: 100 }, () => fault);
}
