import type { FaultCase } from './fault-case.ts';

/** Servers that send the subscriber elsewhere. Each connection begins at the first URL again. */
export const redirectCases: readonly FaultCase[] = [
  ...[301, 302, 303, 307, 308].map((status): FaultCase => ({
    name: `a redirect with ${status} on the same origin, also after a cut`,
    source: 'history',
    faults: [
      { does: 'redirect', status, to: 'the same origin' },
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'redirect', status, to: 'the same origin' },
    ],
    expected: { waits: ['network'] },
  })),
  {
    name: 'a redirect to another origin, also after a cut',
    source: 'history',
    faults: [
      { does: 'redirect', status: 307, to: 'another origin' },
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'redirect', status: 307, to: 'another origin' },
    ],
    expected: { waits: ['network'] },
  },
  {
    name: 'redirects in a circle, and then the stream',
    source: 'history',
    // [spec] A 21st redirect is a network error (Fetch, HTTP-redirect fetch). Bun goes on for longer.
    faults: Array.from({ length: 50 }, () => ({ does: 'redirect', status: 302, to: 'the same origin' })),
  },
  {
    name: 'a redirect without a location, and then the stream',
    source: 'history',
    faults: [{ does: 'answer', status: 307 }],
    expected: { end: 'unexpected-status (307)', waits: [] },
  },
];
