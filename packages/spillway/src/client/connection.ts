import { SpillwayError } from '../error.ts';
import { attempt } from './attempt.ts';
import type { Intake } from './attempt.ts';
import type { Environment } from './environment.ts';
import type { Feed, FeedHandlers, FeedRequest } from './feed.ts';
import type { Gap } from './gap.ts';
import { parseJson } from './json-text.ts';
import { createRecentIds } from './recent-ids.ts';
import { methodOf } from './request.ts';
import { begin, transition } from './transition.ts';
import type { Input } from './transition.ts';

/**
 * Opens a connection of one's own, as a stream or page by page, and keeps it: whatever happens goes through
 * `transition`, and what follows from that is done here.
 */
export function openConnection(request: FeedRequest, handlers: FeedHandlers, environment: Environment): Feed {
  const { now, after, random } = environment;
  // Streams show the topics only where there is a choice of them.
  const soleTopic = request.topics?.length === 1 ? request.topics : [];
  const isDuplicate = createRecentIds(rememberedIds);
  let connections = 0;
  let standing = begin(request);
  let lastEventId = request.lastEventId ?? '';
  let hasUniqueIds = false;
  /** Whether an event was handed on: an answer that starts over now repeats it. */
  let hasEvents = false;
  let stop: (() => void) | undefined;
  let stopFollowing: (() => void) | undefined;
  let pause: Promise<void> | undefined;
  let endPause: (() => void) | undefined;

  const intake: Intake = {
    ready: () => pause,
    open(promises) {
      ({ hasUniqueIds } = promises);
      if (!isRepeat()) return;
      if (promises.resumes) return take({ type: 'opened', transport: 'stream' });
      lastEventId = '';
      take({ type: 'opened', transport: 'stream', isRestart: true });
      if (standing.state.phase !== 'open') return;
      handlers.event({ type: 'restart', data: '', lastEventId, topics: [] });
    },
    event({ event: type = 'message', data, id, topics = soleTopic }) {
      if (type === 'end' && id === endOfStreamId) return take({ type: 'ended' });
      // Hubs keep these two types to themselves; other servers may mean anything by them.
      const told = type === 'gap' || type === 'error' ? (parseJson(data) as Told | null | undefined) : undefined;
      if (told?.code === 'source-failed') {
        return take({ type: 'failed', error: new SpillwayError(told.code, told.message) });
      }
      if (hasUniqueIds && id !== undefined && isDuplicate(id, connections)) return;
      if (id !== undefined) lastEventId = id;
      hasEvents = true;
      if (told?.reason !== undefined) handlers.gap(told as Gap, lastEventId);
      else handlers.event({ type, data, lastEventId, topics });
    },
    lastEventId(cursor) {
      lastEventId = cursor;
      handlers.cursor(cursor);
    },
    retry: (retryMs) => take({ type: 'retry', retryMs }),
    take,
  };

  // Nobody is told anything before they have what this returns.
  queueMicrotask(() => {
    stopFollowing = environment.followPage((page) => take({ type: 'page', page }));
    act();
  });

  return {
    reconnect: () => take({ type: 'reconnect' }),
    close: () => take({ type: 'ended' }),
    pause() {
      pause ??= new Promise((resolve) => (endPause = resolve));
    },
    resume() {
      pause = undefined;
      endPause?.();
    },
  };

  function take(input: Input): void {
    const { state } = standing;
    standing = transition(standing, input, request, now(), random());
    if (standing.state === state) return;
    act();
    handlers.state(standing.state);
  }

  /** Does what the state asks for. An open connection is the attempt that goes on. */
  function act(): void {
    const { state } = standing;
    if (state.phase === 'open') return;
    stop?.();
    if (state.phase === 'connecting') {
      connections += 1;
      stop = attempt(request, standing, { lastEventId, isRepeat: isRepeat() }, intake, environment);
    } else if (state.phase === 'waiting') {
      stop = after(state.delayMs, due);
    } else if (state.phase === 'closed') {
      stopFollowing?.();
    } else if (state.because === 'offline') {
      // Browsers may be wrong about the network, and a server on the same machine needs none.
      stop = after(offlineProbeMs, due);
    }
  }

  /** A GET resumes from its cursor, or, where the server knows none, goes on with what is new. */
  function isRepeat(): boolean {
    return hasEvents && methodOf(request) !== 'GET';
  }

  function due(): void {
    take({ type: 'due' });
  }
}

/** So many ids of events are remembered, to recognise duplicates. */
const rememberedIds = 1000;

/** How long to trust the browser that there is no network. */
const offlineProbeMs = 30_000;

/** The last id of a stream for one request that has come to its end (PROTOCOL.md, Streams for one request). */
const endOfStreamId = 'end-of-stream';

/** What a gap says, or the failure of the source of a stream for one request. */
type Told = Partial<Gap> & { readonly code?: unknown; readonly message: string };
