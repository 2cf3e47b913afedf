import type { CaseOptions, FaultCase } from './fault-case.ts';
import { calmHeartbeatMs } from './heartbeats.ts';

/** What the fault server lets through comes at once, if the machine is not busy. */
export const impatient: CaseOptions = { connectTimeoutMs: 800, firstBytesTimeoutMs: 800 };

/** Connections that say nothing more and stay open: the subscriber has to notice by itself. */
export const silenceCases: readonly FaultCase[] = [
  {
    name: 'a server that takes the connection and never answers',
    source: 'history',
    faults: [{ does: 'stall', after: 0 }],
    options: impatient,
    expected: { waits: ['timeout'], transports: ['long-polling'] },
  },
  {
    name: 'a stream that falls silent after any of its bytes',
    source: 'history',
    faults: [{ does: 'stall', after: 'each' }],
    everyBytes: 17,
    options: impatient,
    expected: { transports: 'any' },
  },
  {
    name: 'a wild stream that falls silent after any of its bytes',
    source: 'wild',
    faults: [{ does: 'stall', after: 'each' }],
    everyBytes: 23,
    options: impatient,
  },
  {
    name: 'a page that falls silent after any of its bytes',
    source: 'history',
    faults: [{ does: 'stall', after: 'each' }],
    everyBytes: 37,
    options: { ...impatient, longPolling: 'always' },
    expected: { transports: ['long-polling'] },
  },
  {
    name: 'a live stream that falls silent: its heartbeats are missed',
    source: 'live',
    faults: [
      { does: 'stall', after: 'the opening', publishAfter: 1 },
      { does: 'pass', publishAfter: 1 },
    ],
    // With pages to fall back to, a stream that stops after its opening counts as held back by a proxy.
    options: { longPolling: 'never' },
    expected: { waits: ['timeout'], transports: ['stream'] },
  },
  {
    name: 'a stream that is only kept by its heartbeats',
    source: 'calm',
    faults: [{ does: 'pass', publishAfter: 2, laterMs: 3.5 * calmHeartbeatMs }],
    expected: { waits: [] },
  },
];
