import { subscribe } from '../client/index.ts';
import type { Gap, Subscription, SubscriptionEvent } from '../client/index.ts';
import { guard } from '../client/listeners.ts';
import { withNewestFunctions } from './newest-functions.ts';
import { isSameRequest } from './request.ts';
import type { ComponentRequest, RequestOptions } from './request.ts';

/**
 * Lets a component follow the subscription of its request, which it shares with all of the page that ask for exactly the
 * same; the first opens it, and a moment after the last has left it is closed. Returns a function that leaves.
 *
 * A follower gets what a subscription of its own would bring: first what came before it, and, where it has followed
 * before, from where it left.
 */
export function follow(follower: Follower): () => void {
  const { place } = follower;
  const isBack = place !== undefined && open.has(place.shared) && place.count >= place.shared.forgotten;
  const shared = isBack ? place.shared : shareOrOpen(resumed(follower.request, place));
  const { events, forgotten, followers } = shared;
  const isFromNow = shared.request.options.since === 'now' && place === undefined;
  const from = isBack ? place.count : isFromNow ? forgotten + events.length : forgotten;

  clearTimeout(shared.closing);
  follower.place = { shared, count: from };
  for (const event of events.slice(from - forgotten)) hand(event, follower);
  followers.add(follower);
  follower.changed();
  return () => {
    followers.delete(follower);
    if (followers.size === 0) shared.closing = setTimeout(shared.subscription.close, closeAfterMs);
  };
}

/** A component that follows. */
export interface Follower {
  readonly request: ComponentRequest & { readonly url: string };
  /** How far it has followed. */
  place?: Place;
  event(event: SubscriptionEvent): void;
  /** The state, or the newest gap, is another. */
  changed(): void;
}

export interface Place {
  readonly shared: SharedSubscription;
  /** How many of its events the follower has had. */
  count: number;
}

export interface SharedSubscription {
  /** As the newest render of a follower has it. */
  request: Follower['request'];
  readonly subscription: Subscription;
  readonly followers: Set<Follower>;
  /** The newest events. */
  readonly events: SubscriptionEvent[];
  /** How many came before those. */
  forgotten: number;
  gap: Gap | undefined;
  closing?: ReturnType<typeof setTimeout>;
}

/** Has the functions of a newer render called from now on. */
export function renew({ place, request }: Follower): void {
  if (place === undefined) return;
  const { lastEventId } = place.shared.request.options;
  place.shared.request = { ...request, options: { ...request.options, lastEventId } };
}

/** Those of the page that are not closed. */
const open = new Set<SharedSubscription>();

function shareOrOpen(request: Follower['request']): SharedSubscription {
  const shared = [...open].find((other) => isSameRequest(other.request, request, true) && isWhole(other));
  return shared ?? openShared(request);
}

/** Whether a follower that is new would miss nothing that it asks for. */
function isWhole({ forgotten, request: { options } }: SharedSubscription): boolean {
  return forgotten === 0 || (options.lastEventId === undefined && (options.since ?? 'now') === 'now');
}

function resumed(request: Follower['request'], place: Place | undefined): Follower['request'] {
  const lastEventId = place?.shared.subscription.lastEventId;
  return lastEventId ? { ...request, options: { ...request.options, lastEventId } } : request;
}

function openShared(request: Follower['request']): SharedSubscription {
  const newest = (): RequestOptions => shared.request.options;
  const subscription = subscribe(request.url, withNewestFunctions(request.options, newest));
  const shared: SharedSubscription = {
    request,
    subscription,
    followers: new Set(),
    events: [],
    forgotten: 0,
    gap: undefined,
  };
  open.add(shared);

  subscription.on('*', (event) => {
    shared.events.push(event);
    if (shared.events.length > remembered) shared.forgotten += shared.events.splice(0, remembered / 2).length;
    for (const follower of shared.followers) hand(event, follower);
  });
  subscription.on('gap', ({ data }) => {
    shared.gap = data;
    tellChange();
  });
  subscription.onStateChange(() => {
    // Whoever asks again wants another attempt.
    if (subscription.state.phase === 'closed') open.delete(shared);
    tellChange();
  });
  return shared;

  function tellChange(): void {
    for (const follower of shared.followers) follower.changed();
  }
}

function hand(event: SubscriptionEvent, follower: Follower): void {
  if (follower.place) follower.place.count += 1;
  // What one component's reducer throws is nothing to the others.
  void guard(() => follower.event(event));
}

/** How many events, at most, are kept for those who come later. */
const remembered = 1000;
/** A page that shows another component in place of one keeps its connection. */
const closeAfterMs = 200;
