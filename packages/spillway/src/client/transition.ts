import type { SpillwayError } from '../error.ts';
import { retryDelay } from './backoff.ts';
import type { ConnectionState, Transport } from './connection-state.ts';
import type { FeedRequest } from './feed.ts';
import type { PageState } from './page-state.ts';
import { methodOf } from './request.ts';

/**
 * What follows from an input: the whole of a connection's conduct, as a function of its arguments. Where nothing
 * follows, `state` stays the same object.
 *
 * @param chance from 0 up to 1, drawn anew each time
 */
export function transition(
  standing: Standing,
  input: Input,
  request: FeedRequest,
  nowMs: number,
  chance: number,
): Standing {
  if (standing.state.phase === 'closed') return standing;
  return { ...standing, ...change(standing, input, request, nowMs, chance) };
}

/** All that decides what a connection does next. */
export interface Standing {
  readonly state: ConnectionState;
  /** The attempt that runs, or comes next. */
  readonly attempt: number;
  /** What the next attempt asks for. */
  readonly transport: Transport;
  /** Whether pages are an alternative: then a stream has to prove by its bytes that no proxy holds it back. */
  readonly mayPoll: boolean;
  /** Whether token and headers were asked for anew since the server refused them. */
  readonly isRenewed: boolean;
  readonly openedAtMs: number;
  /** When the connection was lost, moved by the times for which it was open since; undefined before the first failure. */
  readonly lostAtMs: number | undefined;
  /** The first window of the backoff. */
  readonly minMs: number;
  readonly page: PageState;
}

/** What can happen to a connection. */
export type Input =
  /** The server answers as it should: events may come. `isRestart` where the answer starts over. */
  | { readonly type: 'opened'; readonly transport: Transport; readonly isRestart?: true }
  /** The server answers pages while a proxy holds its stream back. */
  | { readonly type: 'buffered' }
  /** The server has streams only. */
  | { readonly type: 'no-pages' }
  /** The attempt, or what it opened, has come to an end that another attempt may mend. */
  | { readonly type: 'dropped'; readonly error: SpillwayError; readonly floorMs?: number }
  /** 401 or 403. */
  | { readonly type: 'refused'; readonly error: SpillwayError }
  /** Another attempt would fail in the same way. */
  | { readonly type: 'failed'; readonly error: SpillwayError }
  /** The stream is complete, or nobody wants it any more. */
  | { readonly type: 'ended' }
  /** The wait is over. */
  | { readonly type: 'due' }
  | { readonly type: 'reconnect' }
  /** The stream sets the reconnection time. */
  | { readonly type: 'retry'; readonly retryMs: number }
  /** The page may have changed. */
  | { readonly type: 'page'; readonly page: PageState };

/** How every connection begins. */
export function begin(request: FeedRequest): Standing {
  return {
    ...connectAfresh(request),
    mayPoll: isGet(request) && (request.longPolling ?? 'fallback') === 'fallback',
    isRenewed: false,
    openedAtMs: 0,
    minMs: request.retry?.minMs ?? 1000,
    page: { hidden: false, frozen: false, offline: false },
  };
}

function change(standing: Standing, input: Input, request: FeedRequest, nowMs: number, chance: number): Change {
  const { state, attempt, transport, page } = standing;
  switch (input.type) {
    case 'opened': {
      const { type: _, ...opened } = input;
      if (state.phase === 'open' && state.transport === opened.transport) return {};
      return {
        state: { phase: 'open', ...opened },
        transport: opened.transport,
        isRenewed: false,
        openedAtMs: nowMs,
      };
    }
    case 'buffered':
      return { ...connect(attempt), transport: 'long-polling' };
    case 'no-pages':
      return { mayPoll: false };
    case 'dropped':
      return drop(standing, input, request, nowMs, chance);
    case 'refused':
      // The token may have expired: retry once with a fresh one, then give up.
      if (canRenew(request) && !standing.isRenewed) return { ...connect(attempt), isRenewed: true };
      return { state: { phase: 'closed', error: input.error } };
    case 'failed':
      // A server that has no pages may have streams: perhaps just one that is silent.
      if (standing.mayPoll && transport !== 'stream')
        return { ...connect(attempt), mayPoll: false, transport: 'stream' };
      return { state: { phase: 'closed', error: input.error } };
    case 'ended':
      return { state: { phase: 'closed' } };
    case 'due':
      return connect(attempt);
    case 'reconnect':
      return connectAfresh(request);
    case 'retry':
      return { minMs: input.retryMs };
    case 'page':
      return { page: input.page, ...turn(state, page, input.page, request) };
    default:
      return input satisfies never;
  }
}

type Change = Partial<Standing>;

function drop(
  standing: Standing,
  input: Extract<Input, { type: 'dropped' }>,
  request: FeedRequest,
  nowMs: number,
  chance: number,
): Change {
  const { state, attempt, transport, mayPoll, openedAtMs, minMs, page } = standing;
  const { error, floorMs } = input;
  const { maxMs = 30_000, healthyMs = 10_000 } = request.retry ?? {};
  const wasOpen = state.phase === 'open';
  const wasHealthy = wasOpen && nowMs - openedAtMs >= healthyMs;
  // Only the time without a connection counts, also of one that comes and goes.
  const openMs = wasOpen ? nowMs - openedAtMs : 0;
  const lostAtMs = wasHealthy || standing.lostAtMs === undefined ? nowMs : standing.lostAtMs + openMs;
  // No answer in time: a proxy may hold back streams together with their headers, or cut the wait for pages short.
  const turns = mayPoll && !wasOpen && error.code === 'timeout';
  return {
    attempt: wasHealthy ? 1 : attempt + 1,
    lostAtMs,
    transport: turns === (transport === 'stream') ? 'long-polling' : 'stream',
    state: {
      phase: 'waiting',
      delayMs: retryDelay(nowMs - lostAtMs, minMs, maxMs, floorMs, chance),
      because: error,
    },
    ...(page.offline && pause('offline')),
  };
}

/** The page is another than `before`, or just the same. */
function turn({ phase }: ConnectionState, before: PageState, page: PageState, request: FeedRequest): Change {
  const isIdle = phase === 'waiting' || phase === 'paused';
  // Freezing does not end a request whose repetition may cost something.
  if (page.frozen && isGet(request)) return pause('frozen');
  if (page.hidden && request.whenHidden === 'close') return pause('hidden');
  if (page.offline && isIdle) return pause('offline');
  // Whoever comes back, to the page or to the network, does not wait. A connection by way of the network before may be
  // dead without knowing it.
  const isBack = isIdle ? before.hidden || !page.hidden : before.offline && !page.offline && isGet(request);
  return isBack ? connectAfresh(request) : {};
}

function pause(because: 'hidden' | 'offline' | 'frozen'): Change {
  return { state: { phase: 'paused', because } };
}

function connect(attempt: number): { readonly state: ConnectionState } {
  return { state: { phase: 'connecting', attempt } };
}

/** The world has changed: what failed before may work now. */
function connectAfresh(request: FeedRequest): Pick<Standing, 'state' | 'attempt' | 'lostAtMs' | 'transport'> {
  return {
    ...connect(1),
    attempt: 1,
    lostAtMs: undefined,
    transport: isGet(request) && request.longPolling === 'always' ? 'long-polling' : 'stream',
  };
}

/** Whether it costs nothing to send the request again. */
function isGet(request: FeedRequest): boolean {
  return methodOf(request) === 'GET';
}

function canRenew({ headers, token }: FeedRequest): boolean {
  return typeof headers === 'function' || typeof token === 'function';
}
