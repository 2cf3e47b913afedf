import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionState } from '../../../src/client/connection-state.ts';
import type { FeedRequest } from '../../../src/client/feed.ts';
import type { PageState } from '../../../src/client/page-state.ts';
import { begin, transition } from '../../../src/client/transition.ts';
import type { Input, Standing } from '../../../src/client/transition.ts';
import { SpillwayError } from '../../../src/error.ts';

const network = new SpillwayError('network', 'cut');
const timeout = new SpillwayError('timeout', 'late');
const refusal = new SpillwayError('unauthorized', 'no');
const dropped: Input = { type: 'dropped', error: network };
const here = { hidden: false, frozen: false, offline: false };

const get: FeedRequest = { url: 'http://hub.test/events' };
const post: FeedRequest = { ...get, method: 'POST' };

/** The standing after these inputs, a second between each. */
function after(request: FeedRequest, ...inputs: Input[]): Standing {
  let nowMs = 0;
  return inputs.reduce((standing, input) => transition(standing, input, request, (nowMs += 1000), 0.5), begin(request));
}

/** The states that these inputs lead through, as words. */
function states(request: FeedRequest, ...inputs: Input[]): string[] {
  return inputs.map((_, last) => inWords(after(request, ...inputs.slice(0, last + 1)).state));
}

function inWords(state: ConnectionState): string {
  switch (state.phase) {
    case 'connecting':
      return `connecting ${state.attempt}`;
    case 'open':
      return `open ${state.transport}`;
    case 'waiting':
      return `waiting ${state.delayMs}`;
    case 'paused':
      return `paused ${state.because}`;
    case 'closed':
      return state.error === undefined ? 'closed' : `closed ${state.error.code}`;
    default:
      return state satisfies never;
  }
}

const due: Input = { type: 'due' };
const opened: Input = { type: 'opened', transport: 'stream' };
const openedPages: Input = { type: 'opened', transport: 'long-polling' };
const turned = (change: Partial<typeof here>): Input => ({ type: 'page', page: { ...here, ...change } });

test('the wait grows with the time since the connection was lost, and attempts are counted', () => {
  expect(states(get, dropped, due, dropped, due, dropped, due)).toEqual([
    'waiting 500',
    'connecting 2',
    'waiting 1000',
    'connecting 3',
    'waiting 2000',
    'connecting 4',
  ]);
});

test('a connection that was open for too short a time does not reset the backoff', () => {
  expect(states(get, dropped, due, dropped, due, opened, dropped)).toEqual([
    'waiting 500',
    'connecting 2',
    'waiting 1000',
    'connecting 3',
    'open stream',
    'waiting 2000',
  ]);
});

test('a connection that comes and goes waits by the time without it, not by the time with it', () => {
  const request: FeedRequest = { ...get, retry: { healthyMs: 10_000 } };
  const opens = Array.from({ length: 8 }, (): Input => ({ type: 'page', page: here }));
  // Lost for a second, open for nine, lost again.
  expect(states(request, opened, dropped, due, opened, ...opens, dropped).at(-1)).toBe('waiting 1000');
});

test('a healthy spell resets the backoff', () => {
  const request: FeedRequest = { ...get, retry: { healthyMs: 1000 } };
  expect(states(request, dropped, due, dropped, due, opened, dropped, due)).toEqual([
    'waiting 500',
    'connecting 2',
    'waiting 1000',
    'connecting 3',
    'open stream',
    'waiting 500',
    'connecting 1',
  ]);
});

test("the stream's retry is the first window", () => {
  expect(states(get, opened, { type: 'retry', retryMs: 2400 }, dropped)).toEqual([
    'open stream',
    'open stream',
    'waiting 1200',
  ]);
});

test('Retry-After is a floor', () => {
  expect(states(get, { ...dropped, floorMs: 7000 })).toEqual(['waiting 7500']);
});

describe('401 and 403', () => {
  const refused: Input = { type: 'refused', error: refusal };

  test('ask once for another token, at once', () => {
    const renewing: FeedRequest = { ...get, token: () => 'token' };
    expect(states(renewing, refused, refused)).toEqual(['connecting 1', 'closed unauthorized']);
    expect(states(renewing, refused, opened, dropped, due, refused, refused)).toEqual([
      'connecting 1',
      'open stream',
      'waiting 500',
      'connecting 2',
      'connecting 2',
      'closed unauthorized',
    ]);
    expect(states({ ...get, headers: async () => ({}) }, refused)).toEqual(['connecting 1']);
  });

  test('are final where nothing can be renewed', () => {
    expect(states({ ...get, token: 'token', headers: {} }, refused)).toEqual(['closed unauthorized']);
  });
});

describe('a proxy that holds streams back', () => {
  const late: Input = { type: 'dropped', error: timeout };
  const buffered: Input = { type: 'buffered' };

  test('makes a GET ask for pages at once, where pages come through', () => {
    expect(states(get, buffered, openedPages)).toEqual(['connecting 1', 'open long-polling']);
    expect(states(get, opened, buffered, openedPages)).toEqual(['open stream', 'connecting 1', 'open long-polling']);
  });

  test('makes a GET that gets no answer ask for pages and for the stream in turn', () => {
    expect(states(get, late, due, openedPages)).toEqual(['waiting 500', 'connecting 2', 'open long-polling']);
    expect(after(get, late, due, late, due).transport).toBe('stream');
  });

  test('is asked for pages until the connection begins afresh', () => {
    expect(after(get, buffered, openedPages, dropped, due).transport).toBe('long-polling');
    expect(after(get, buffered, openedPages, late, due).transport).toBe('long-polling');
    expect(after(get, buffered, openedPages, { type: 'reconnect' }).transport).toBe('stream');
  });

  test('does not make a POST ask for pages', () => {
    expect(after(post, late, due).transport).toBe('stream');
    expect(after({ ...post, longPolling: 'always' }).transport).toBe('stream');
  });

  test('leaves nothing to fall back to where the options say so', () => {
    expect(after({ ...get, longPolling: 'never' }, late, due).transport).toBe('stream');
    expect(after({ ...get, longPolling: 'always' }).transport).toBe('long-polling');
    expect(after({ ...get, longPolling: 'always' }, late, due).transport).toBe('long-polling');
  });

  test('is not assumed where the server has no pages', () => {
    const failed: Input = { type: 'failed', error: refusal };
    const standing = after(get, late, due, failed);
    expect(standing).toMatchObject({ transport: 'stream', mayPoll: false, state: { phase: 'connecting' } });
    expect(after(get, { type: 'no-pages' }, late, due)).toMatchObject({ transport: 'stream', mayPoll: false });
    expect(states({ ...get, longPolling: 'always' }, failed)).toEqual(['closed unauthorized']);
  });
});

test('a server that answers a request for a page with a stream is read as a stream from then on', () => {
  const standing = after({ ...get, longPolling: 'always' }, { type: 'no-pages' }, opened);
  expect(standing).toMatchObject({ transport: 'stream', state: { phase: 'open', transport: 'stream' } });
});

test('an answer that starts over says so in its state', () => {
  const { state } = after(post, opened, dropped, due, { ...opened, isRestart: true });
  expect(state).toEqual({ phase: 'open', transport: 'stream', isRestart: true });
});

describe('a page', () => {
  test('that is hidden keeps its connection, unless it is told to close it', () => {
    expect(states(get, opened, turned({ hidden: true }))).toEqual(['open stream', 'open stream']);
    expect(states({ ...get, whenHidden: 'close' }, opened, turned({ hidden: true }), turned({}))).toEqual([
      'open stream',
      'paused hidden',
      'connecting 1',
    ]);
  });

  test('that is frozen has no connection, and reconnects when it is thawed', () => {
    expect(states(get, opened, turned({ frozen: true }), turned({}))).toEqual([
      'open stream',
      'paused frozen',
      'connecting 1',
    ]);
    expect(states(get, opened, turned({ hidden: true, frozen: true }), turned({ hidden: true }))).toEqual([
      'open stream',
      'paused frozen',
      'connecting 1',
    ]);
  });

  test('that is frozen keeps a request whose repetition may cost something', () => {
    expect(states(post, opened, turned({ frozen: true }), turned({}))).toEqual([
      'open stream',
      'open stream',
      'open stream',
    ]);
  });

  test('that has no network does not wait for a time, but for the network', () => {
    expect(states(get, opened, turned({ offline: true }), dropped, turned({}))).toEqual([
      'open stream',
      'open stream',
      'paused offline',
      'connecting 1',
    ]);
    expect(states(get, dropped, turned({ offline: true }), due, dropped)).toEqual([
      'waiting 500',
      'paused offline',
      'connecting 2',
      'paused offline',
    ]);
  });

  test('that has a network again does not trust a connection by way of the one before', () => {
    expect(states(get, opened, turned({ offline: true }), turned({}))).toEqual([
      'open stream',
      'open stream',
      'connecting 1',
    ]);
    expect(states(post, opened, turned({ offline: true }), turned({}))).toEqual([
      'open stream',
      'open stream',
      'open stream',
    ]);
  });

  test('to which its reader comes back does not wait', () => {
    expect(states(get, turned({ hidden: true }), dropped, turned({}))).toEqual([
      'connecting 1',
      'waiting 500',
      'connecting 1',
    ]);
    expect(states(get, dropped, turned({ hidden: true }))).toEqual(['waiting 500', 'waiting 500']);
  });
});

test('what is closed stays closed', () => {
  expect(
    states(get, { type: 'ended' }, { type: 'reconnect' }, due, opened, turned({ frozen: true }), turned({})),
  ).toEqual(['closed', 'closed', 'closed', 'closed', 'closed', 'closed']);
});

test('in any history each state is a right one', () => {
  const error = fc.constantFrom(network, timeout, refusal);
  const anyPage = fc.record({ hidden: fc.boolean(), frozen: fc.boolean(), offline: fc.boolean() });
  const anyInput: fc.Arbitrary<Input> = fc.oneof(
    fc.constantFrom<Input>(opened, due, { type: 'reconnect' }, { type: 'no-pages' }),
    fc.record({ type: fc.constantFrom('refused' as const, 'failed' as const), error }),
    fc.record({ type: fc.constant('dropped' as const), error, floorMs: fc.nat(10_000) }),
    fc.record({ type: fc.constant('retry' as const), retryMs: fc.nat(86_400_000) }),
    fc.record({ type: fc.constant('page' as const), page: anyPage }),
  );
  const anyRequest: fc.Arbitrary<FeedRequest> = fc.record({
    url: fc.constant('http://hub.test/events'),
    method: fc.constantFrom('GET', 'POST'),
    token: fc.constantFrom('fixed', () => 'fresh'),
    whenHidden: fc.constantFrom('stay' as const, 'close' as const),
    longPolling: fc.constantFrom('fallback' as const, 'never' as const, 'always' as const),
  });
  fc.assert(
    fc.property(anyRequest, fc.array(anyInput), (request, inputs) => {
      let standing = begin(request);
      for (const input of inputs) {
        const before = standing;
        if (!canCome(input, before.state)) continue;
        standing = transition(before, input, request, 0, 0.5);
        const { state, attempt, transport } = standing;
        expect(attempt).toBeGreaterThanOrEqual(1);
        expect(state.phase === 'waiting' ? state.delayMs : 0).toBeGreaterThanOrEqual(0);
        const isPost = request.method === 'POST';
        // A POST is never repeated for a page of events, nor for what the browser does with its own.
        expect(isPost && transport !== 'stream').toBe(false);
        const wasOpen = before.state.phase === 'open';
        expect(isPost && wasOpen && input.type === 'page' && state.phase === 'connecting').toBe(false);
        // Whoever is told of the page again, as it is, keeps what is open.
        const isNoNews = input.type === 'page' && same(input.page, before.page);
        expect(wasOpen && isNoNews && state !== before.state).toBe(false);
        expect(before.state.phase === 'closed' && standing !== before).toBe(false);
      }
    }),
  );
});

/** What an attempt tells comes while it runs, and the end of a wait while there is one. */
function canCome(input: Input, { phase }: ConnectionState): boolean {
  if (input.type === 'due') return phase === 'waiting' || phase === 'paused';
  const isAttempts = ['opened', 'dropped', 'refused', 'failed', 'retry'].includes(input.type);
  return !isAttempts || phase === 'connecting' || phase === 'open';
}

function same(page: PageState, other: PageState): boolean {
  return JSON.stringify(page) === JSON.stringify(other);
}
