import type { SpillwayError } from '../error.ts';
import { longestWaitMs, retryDelay } from './backoff.ts';
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
  const { state, page } = standing;
  if (state.phase === 'closed') return standing;
  switch (input.type) {
    case 'opened':
      if (state.phase === 'open') return standing;
      return enter({ phase: 'open', transport: input.transport }, { ...standing, isRenewed: false, openedAtMs: nowMs });
    case 'dropped':
      return drop(standing, input, request, nowMs, chance);
    case 'refused':
      // A token may have expired; whoever is refused with a new one is not welcome.
      if (canRenew(request) && !standing.isRenewed) return connect({ ...standing, isRenewed: true });
      return enter({ phase: 'closed', error: input.error }, standing);
    case 'failed':
      // A server that has no pages may have streams: perhaps just one that is silent.
      if (standing.mayPoll && standing.transport !== 'stream') {
        return connect({ ...standing, mayPoll: false, transport: 'stream' });
      }
      return enter({ phase: 'closed', error: input.error }, standing);
    case 'ended':
      return enter({ phase: 'closed' }, standing);
    case 'due':
      return connect(standing);
    case 'reconnect':
      return away(page, request) === undefined ? connectAfresh(standing, request) : standing;
    case 'retry':
      return { ...standing, minMs: Math.min(input.retryMs, longestWaitMs) };
    case 'page':
      return turn({ ...standing, page: input.page }, page, request);
    default:
      return input satisfies never;
  }
}

/** All that decides what a connection does next. */
export interface Standing {
  readonly state: ConnectionState;
  /** The attempt that runs, or comes next. */
  readonly attempt: number;
  /** What the next attempt asks for. */
  readonly transport: Transport;
  /** Whether pages are an alternative: then a stream has to prove itself by its first bytes. */
  readonly mayPoll: boolean;
  /** Whether token and headers were asked for anew since the server refused them. */
  readonly isRenewed: boolean;
  readonly openedAtMs: number;
  /** The first window of the backoff. */
  readonly minMs: number;
  readonly page: PageState;
}

/** What can happen to a connection. */
export type Input =
  /** The server answers as it should: events may come. */
  | { readonly type: 'opened'; readonly transport: Transport }
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
    state: { phase: 'connecting', attempt: 1 },
    attempt: 1,
    transport: firstTransport(request),
    mayPoll: isGet(request) && (request.longPolling ?? 'fallback') === 'fallback',
    isRenewed: false,
    openedAtMs: 0,
    minMs: request.retry?.minMs ?? 1000,
    page: { hidden: false, frozen: false, offline: false },
  };
}

function firstTransport(request: FeedRequest): Transport {
  return isGet(request) && request.longPolling === 'always' ? 'long-polling' : 'stream';
}

/** Whether it costs nothing to send the request again. */
function isGet(request: FeedRequest): boolean {
  return methodOf(request) === 'GET';
}

function canRenew({ headers, token }: FeedRequest): boolean {
  return typeof headers === 'function' || typeof token === 'function';
}

function drop(
  standing: Standing,
  { error, floorMs }: Extract<Input, { type: 'dropped' }>,
  { retry: { maxMs = 30_000, healthyMs = 10_000 } = {} }: FeedRequest,
  nowMs: number,
  chance: number,
): Standing {
  const { state, transport, minMs, page } = standing;
  const wasOpen = state.phase === 'open';
  const failures = wasOpen && nowMs - standing.openedAtMs >= healthyMs ? 0 : standing.attempt;
  // What was asked for did not come in time: a proxy may hold back streams, or cut the wait for pages short.
  const turns = standing.mayPoll && !wasOpen && error.code === 'timeout';
  const next: Standing = {
    ...standing,
    attempt: failures + 1,
    transport: turns === (transport === 'stream') ? 'long-polling' : 'stream',
  };
  if (page.offline) return pause('offline', next);
  return enter(
    { phase: 'waiting', delayMs: retryDelay(failures, minMs, maxMs, floorMs, chance), because: error },
    next,
  );
}

/** The page is another than `before`, or just the same. */
function turn(standing: Standing, before: PageState, request: FeedRequest): Standing {
  const { state, page } = standing;
  const because = away(page, request);
  if (because !== undefined) return pause(because, standing);
  if (state.phase === 'waiting' || state.phase === 'paused') {
    if (page.offline) return pause('offline', standing);
    // Whoever comes back, to the page or to the network, does not wait.
    return page.hidden && !before.hidden ? standing : connectAfresh(standing, request);
  }
  // A connection by way of the network before may be dead without knowing it.
  return before.offline && !page.offline && isGet(request) ? connectAfresh(standing, request) : standing;
}

/** Why there should be no connection now. Freezing does not end a request whose repetition may cost something. */
function away(page: PageState, request: FeedRequest): 'frozen' | 'hidden' | undefined {
  if (page.frozen && isGet(request)) return 'frozen';
  return page.hidden && request.whenHidden === 'close' ? 'hidden' : undefined;
}

function pause(because: 'hidden' | 'offline' | 'frozen', standing: Standing): Standing {
  const { state } = standing;
  return state.phase === 'paused' && state.because === because
    ? standing
    : enter({ phase: 'paused', because }, standing);
}

function connect(standing: Standing): Standing {
  return enter({ phase: 'connecting', attempt: standing.attempt }, standing);
}

/** The world has changed: what failed before may work now. */
function connectAfresh(standing: Standing, request: FeedRequest): Standing {
  return connect({ ...standing, attempt: 1, transport: firstTransport(request) });
}

function enter(state: ConnectionState, standing: Standing): Standing {
  return { ...standing, state };
}
