import type { CaseOptions, FaultCase } from './fault-case.ts';
import { question } from './sources.ts';

/** A request that is sent again for what is missing of its stream, and for nothing else. */
const post: CaseOptions = { body: question };

/** Streams that answer a POST, such as those of language models. */
export const postCases: readonly FaultCase[] = [
  {
    name: 'a POST whose connection lasts',
    source: 'generation',
    faults: [],
    options: post,
    expected: { waits: [], transports: ['stream'] },
  },
  {
    name: 'a POST whose stream is reset after any of its bytes',
    source: 'generation',
    faults: [{ does: 'cut', after: 'each', by: 'reset' }],
    everyBytes: 3,
    options: post,
  },
  {
    name: 'a POST whose stream ends after any of its bytes, before its last chunk',
    source: 'generation',
    faults: [{ does: 'cut', after: 'each', by: 'end', afterMs: 20 }],
    everyBytes: 3,
    options: post,
    // Of a head that broke off nobody knows whether there was to be more.
    expected: { mayEnd: 'closed' },
  },
  {
    name: 'a POST that is answered with 503 and 429, and then with the stream',
    source: 'generation',
    faults: [503, 429].map((status) => ({ does: 'answer', status })),
    options: post,
    expected: { waits: ['unexpected-status (503)', 'unexpected-status (429)'] },
  },
  {
    name: 'a POST with a token that has expired: another is asked for at once',
    source: 'generation',
    faults: [{ does: 'answer', status: 401 }],
    options: { ...post, renewsToken: true },
    expected: { waits: [], tokens: ['token-1', 'token-2'] },
  },
  {
    name: 'a POST that is refused',
    source: 'generation',
    faults: [{ does: 'answer', status: 422 }],
    options: post,
    expected: { end: 'unexpected-status (422)', waits: [] },
  },
  {
    name: 'a POST whose stream falls silent: its heartbeats are missed',
    source: 'generation',
    faults: [{ does: 'stall', after: 'the opening' }],
    options: post,
    expected: { waits: ['timeout'] },
  },
  {
    name: 'a POST through a proxy that buffers all but the head: it waits, for it must not ask twice',
    source: 'generation',
    faults: [{ does: 'buffer', passes: 'the head' }],
    options: post,
    expected: { waits: [], transports: ['stream'] },
  },
  {
    name: 'a POST through a redirect that keeps its method',
    source: 'generation',
    faults: [{ does: 'redirect', status: 307, to: 'the same origin' }],
    options: post,
    expected: { waits: [] },
  },
];
