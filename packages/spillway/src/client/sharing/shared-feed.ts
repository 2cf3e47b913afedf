import { openConnection } from '../connection.ts';
import type { Environment } from '../environment.ts';
import type { Feed, FeedHandlers, FeedRequest, ShareOptions } from '../feed.ts';
import { methodOf } from '../request.ts';
import { openChannel } from './channel.ts';
import type { Channel } from './channel.ts';
import { standForElection } from './election.ts';
import { createFollower } from './follower.ts';
import { readToEnd } from './read-to-end.ts';
import { nameOf, withTopicsOfUrl } from './sharable.ts';

/**
 * Opens a feed on the connection that all tabs of an origin share. A shared worker holds it; where there is none, or it
 * does not start, one of the tabs does. Where neither can (a sandboxed frame has an opaque origin, which shares nothing; an
 * insecure context has no locks), or the server refuses, the feed has a connection of its own, as for every request but GET.
 */
export function openSharedFeed(request: FeedRequest, handlers: FeedHandlers, environment: Environment): Feed {
  const { location, origin, BroadcastChannel, navigator, SharedWorker } = globalThis as Partial<typeof globalThis>;
  const hasLeader = location && origin !== 'null' && BroadcastChannel && (SharedWorker ?? navigator?.locks);
  const mayShare = hasLeader && methodOf(request) === 'GET';
  if (!mayShare) return openConnection(request, handlers, environment);

  const shared = withTopicsOfUrl(request);
  const name = nameOf(shared);
  let own: Feed | undefined;
  let isPaused = false;
  let isOver = false;
  /** Whether anybody leads, or has led. */
  let isLed = false;
  // It begins as if it had just been thawed.
  let away: 'frozen' | 'hidden' | undefined = 'frozen';
  let resign: (() => void) | undefined;
  let stopFollowing: (() => void) | undefined;

  const follower = createFollower(shared, handlers, {
    post: (notice) => channel.post(notice),
    readToEnd,
    environment,
    takeOver: () => stand(true),
    giveUp(lastEventId) {
      end();
      own = openConnection({ ...shared, lastEventId }, handlers, environment);
    },
  });
  let channel: Channel;
  try {
    channel = openChannel(name, (notice) => {
      isLed ||= 'leader' in notice && notice.leader !== undefined;
      follower.receive(notice);
      // Tabs are the reserve of a worker that leads. A frozen one would be none.
      if (notice.type === 'hello' && resign === undefined && away !== 'frozen') stand(false);
    });
  } catch {
    // The user blocks what pages of one origin share.
    return openConnection(request, handlers, environment);
  }
  // Nobody is told anything before they have what this returns.
  queueMicrotask(() => {
    if (isOver) return;
    stopFollowing = environment.followPage(({ frozen, hidden }) => {
      const before = away;
      away = frozen ? 'frozen' : hidden && shared.whenHidden === 'close' ? 'hidden' : undefined;
      if (away === before) return;
      if (away === 'frozen') {
        resign?.();
        resign = undefined;
      }
      if (before === 'frozen') nominate();
      turn();
    });
    // The listener has run already, and may have ended the sharing.
    if (isOver) stopFollowing();
  });

  return {
    reconnect: () => (own ?? follower).reconnect(),
    pause() {
      isPaused = true;
      if (own) own.pause();
      else if (away === undefined) turn();
    },
    resume() {
      isPaused = false;
      if (own) own.resume();
      else if (away === undefined) turn();
    },
    close() {
      if (own) return own.close();
      if (isOver) return;
      end();
      handlers.state({ phase: 'closed' });
    },
  };

  /** Whoever is away holds nobody up, and nothing is held for it: its cursor says where it goes on. */
  function turn(): void {
    if (away !== undefined) follower.leave({ phase: 'paused', because: away });
    else if (isPaused) follower.leave();
    else if (!isOver) follower.seek();
  }

  /** Starts the worker, which comes before all tabs in the election. */
  function nominate(): void {
    if (SharedWorker === undefined) return stand(false);
    const { worker } = shared.share as ShareOptions;
    try {
      // Bundlers know a worker by exactly this expression.
      const started = worker
        ? new SharedWorker(worker, { type: 'module', name })
        : new SharedWorker(new URL('./shared-worker.js', import.meta.url), { type: 'module', name });
      started.addEventListener('error', () => stand(false));
    } catch {
      // The page's policy or the worker's origin forbids it.
      stand(false);
    }
  }

  function stand(atOnce: boolean): void {
    resign?.();
    // A worker that leads needs no reserve.
    resign = standForElection(name, atOnce, () => {
      if (!isLed && !isOver) follower.giveUp();
    });
  }

  function end(): void {
    isOver = true;
    follower.leave();
    stopFollowing?.();
    resign?.();
    channel.close();
  }
}
