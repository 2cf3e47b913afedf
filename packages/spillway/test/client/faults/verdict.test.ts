import { describe, expect, test } from 'vitest';
import type { PublishedEvent, SeenItem } from './seen.ts';
import { verdictOn } from './verdict.ts';

const published: readonly PublishedEvent[] = ['a', 'b', 'c', 'd'].map((id) => ({
  id,
  type: 'message',
  data: `data of ${id}`,
  topics: ['letters'],
}));

function see(id: string, change: Partial<PublishedEvent> = {}): SeenItem {
  const event = published.find((each) => each.id === id) ?? { id, type: 'message', data: '', topics: [] };
  return { event: { ...event, ...change } };
}

const [a, b, c, d] = [see('a'), see('b'), see('c'), see('d')];

describe('the promise is kept where', () => {
  test.each<[string, SeenItem[], string?]>([
    ['every event comes once and in order', [a, b, c, d]],
    ['a subscriber goes on from its cursor', [c, d], 'b'],
    ['a gap is told where events are missing', [a, { gap: { reason: 'trimmed', after: 'a' }, lastEventId: 'c' }, d]],
    ['a gap is told before the first', [{ gap: { reason: 'epoch', after: 'x' }, lastEventId: 'a' }, b, c, d], 'x'],
    ['it gives up and says why', [a, b, { phase: 'closed', code: 'forbidden', status: 403 }]],
    ['the server ends the stream', [a, b, { phase: 'closed' }]],
    [
      'connections come and go in between',
      [a, { phase: 'waiting', code: 'network' }, b, { phase: 'connecting' }, c, d],
    ],
  ])('%s', (_what, seen, after) => {
    expect(verdictOn(published, seen, after).problems).toEqual([]);
  });
});

describe('the promise is broken where', () => {
  test.each<[string, SeenItem[], string[]]>([
    ['an event is lost', [a, b, d], ['lost before d: c']],
    ['the first is lost', [b, c, d], ['lost before b: a']],
    ['the last is lost', [a, b, c], ['1 are missing at the end, and nobody says why']],
    ['nothing comes at all', [], ['4 are missing at the end, and nobody says why']],
    ['an event comes twice in a row', [a, b, b, c, d], ['b came twice']],
    ['an event comes again later', [a, b, c, d, a], ['a came twice']],
    ['two change places', [a, c, b, d], ['lost before c: b', 'b came too late']],
    ['an event has other data', [a, see('b', { data: 'x' }), c, d], [expect.stringContaining('b is not what was')]],
    ['an event has another type', [a, see('b', { type: 'x' }), c, d], [expect.stringContaining('b is not what was')]],
    ['an event has other topics', [a, see('b', { topics: [] }), c, d], [expect.stringContaining('b is not what was')]],
    ['an event comes that nobody published', [a, see('x'), b, c, d], [expect.stringContaining('nobody published')]],
    [
      'a gap is told in another place than where events are missing',
      [a, { gap: { reason: 'trimmed', after: 'a' }, lastEventId: 'a' }, b, d],
      ['lost before d: c'],
    ],
    [
      'a gap speaks of another cursor than the last',
      [a, b, { gap: { reason: 'trimmed', after: 'a' }, lastEventId: 'c' }, d],
      ['a gap after a was told after b'],
    ],
    ['an event comes after the end', [a, { phase: 'closed' }, b], [expect.stringContaining('came after the end')]],
  ])('%s', (_what, seen, problems) => {
    expect(verdictOn(published, seen).problems).toEqual(problems);
  });
});

test('a verdict tells why the subscriber waited, how events came, and why it ended', () => {
  const verdict = verdictOn(published, [
    { phase: 'open', transport: 'stream' },
    a,
    { phase: 'waiting', code: 'unexpected-status', status: 503 },
    { phase: 'open', transport: 'long-polling' },
    { gap: { reason: 'trimmed', after: 'a' }, lastEventId: 'b' },
    { phase: 'waiting', code: 'network' },
    { phase: 'open', transport: 'stream' },
    { phase: 'closed', code: 'unauthorized', status: 401 },
  ]);
  expect(verdict).toEqual({
    problems: [],
    gaps: ['trimmed'],
    waits: ['unexpected-status (503)', 'network'],
    transports: ['stream', 'long-polling'],
    end: 'unauthorized (401)',
  });
});
