import type { EventOf, EventReaders, SubscriptionEvent } from '../client/index.ts';
import { SpillwayError } from '../error.ts';
import { checkKeep } from './check.ts';
import { collectLatest, collectLatestByKey } from './collectors.ts';
import type { Collector } from './collectors.ts';
import type { Connected } from './connected.ts';
import { useNewest } from './newest.ts';
import type { RequestOptions } from './request.ts';
import { useView } from './view.ts';

/** `since` is `latest` by default: what a hub has is there at once. */
export type LatestOptions<Readers extends EventReaders = EventReaders> = RequestOptions<Readers>;

export interface LatestByKeyOptions<Readers extends EventReaders = EventReaders> extends RequestOptions<Readers> {
  /** What of each the newest event is kept: of each topic, or of each key that a function makes of events. */
  readonly by: 'topic' | ((event: EventOf<Readers>) => string);
  /** How many keys are kept, at least 1; default 1,000. Of more, the one that came first is dropped. */
  readonly keep?: number | undefined;
}

export interface Latest<Readers extends EventReaders = EventReaders> extends Connected {
  /** The newest event, once there is one. */
  readonly latest: EventOf<Readers> | undefined;
}

export interface LatestByKey<Readers extends EventReaders = EventReaders> extends Connected {
  /** The newest event of each key, in the order in which the keys first came. */
  readonly latest: ReadonlyMap<string, EventOf<Readers>>;
}

/**
 * Subscribes a component to the state of something, as its newest event tells it; or of several things, with the newest
 * event of each topic or key. All else is as in `useEvents`.
 *
 * @throws SpillwayError `invalid-option` for another `by`, what is no URL, or a `keep` below 1; TypeError for a URL
 *   that is malformed
 *
 * @example
 * ```tsx
 * import { useLatest } from 'spillway/react';
 *
 * const readers = { price: Number };
 *
 * function Price({ share }: { share: string }) {
 *   const { latest, state } = useLatest('/events', { topics: [`prices/${share}`], events: readers });
 *   return <output data-phase={state.phase}>{latest?.data.toFixed(2) ?? 'no price yet'}</output>;
 * }
 *
 * function Prices() {
 *   const { latest } = useLatest('/events', { topics: ['prices/*'], events: readers, by: 'topic' });
 *   return <ul>{Array.from(latest, ([topic, { data }]) => <li key={topic}>{topic}: {data}</li>)}</ul>;
 * }
 * ```
 */
export function useLatest<const Readers extends EventReaders = EventReaders>(
  url: string | URL | null,
  options: LatestByKeyOptions<Readers>,
): LatestByKey<Readers>;
export function useLatest<const Readers extends EventReaders = EventReaders>(
  url: string | URL | null,
  options?: LatestOptions<Readers>,
): Latest<Readers>;
export function useLatest(
  url: string | URL | null,
  options: LatestOptions & Partial<LatestByKeyOptions> = {},
): Latest | LatestByKey {
  const { by, keep = 1000, since = 'latest', ...request } = options;
  if (by !== undefined && by !== 'topic' && typeof by !== 'function') {
    throw new SpillwayError(
      'invalid-option',
      `nothing is kept by ${String(by)}: pass 'topic', or a function of events`,
    );
  }
  const newest = useNewest({ by, keep: checkKeep(keep) });
  const keysOf = (event: SubscriptionEvent): readonly string[] => {
    const { by: keyOf } = newest.current;
    return typeof keyOf === 'function' ? [keyOf(event)] : event.topics;
  };
  const { value, ...connected } = useView(url, { ...request, since }, (): Collector<SubscriptionEvent, LatestValue> =>
    by === undefined ? collectLatest() : collectLatestByKey(keysOf, () => newest.current.keep),
  );
  return { latest: value, ...connected } as Latest | LatestByKey;
}

type LatestValue = SubscriptionEvent | undefined | ReadonlyMap<string, SubscriptionEvent>;
