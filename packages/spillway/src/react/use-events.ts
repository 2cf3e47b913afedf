import type { EventOf, EventReaders, SubscriptionEvent } from '../client/index.ts';
import { checkKeep } from './check.ts';
import { collectRecent, collectReduced } from './collectors.ts';
import type { Collector } from './collectors.ts';
import type { Connected } from './connected.ts';
import { useNewest } from './newest.ts';
import type { RequestOptions } from './request.ts';
import { useView } from './view.ts';

export interface EventsOptions<Readers extends EventReaders = EventReaders> extends RequestOptions<Readers> {
  /** How many events are kept, at least 1; default 100. */
  readonly keep?: number | undefined;
}

export interface ReducedEventsOptions<
  Value,
  Readers extends EventReaders = EventReaders,
> extends RequestOptions<Readers> {
  /** Makes the next value of the one before and an event, once for each event; it must not change what it is given. */
  readonly reduce: (value: Value, event: EventOf<Readers>) => Value;
  /** The value before the first event, of this request and of each other that takes its place. */
  readonly initial: Value;
}

export interface Events<Readers extends EventReaders = EventReaders> extends Connected {
  /** The newest events, oldest first. */
  readonly events: readonly EventOf<Readers>[];
}

export interface ReducedEvents<Value> extends Connected {
  readonly value: Value;
}

/**
 * Subscribes a component to events, for as long as it is mounted: it renders with the newest of them, or with what
 * `reduce` makes of all of them. Each event counts once, in the order of the stream, across reconnects and StrictMode's
 * second mount; those that come in one turn make one render.
 *
 * - **Options** are those of `subscribe` and may be written in place: they are compared by value. Another URL, topic or
 *   option is another subscription, which begins anew. Functions and readers are not compared, the newest are called.
 *   A body that is a file, a form or a buffer is the same as long as it is the same object: make it outside of the render.
 * - **Sharing.** Components of a page that ask for exactly the same, with the same functions and readers, share one
 *   subscription. It is closed a moment after the last of them is unmounted. One that comes later begins with what has
 *   come before (`since: 'now'`: with what comes from then on).
 * - **Nothing to ask for**: with `null` as URL there is no subscription, and the state is `closed`.
 * - **Servers** do not connect; they render no events, and `connecting`.
 *
 * What `reduce` throws is reported as an error of the page, and the value stays as it was.
 *
 * @throws SpillwayError `invalid-option` for what is no URL or a `keep` below 1; TypeError for a URL that is malformed
 *
 * @example
 * ```tsx
 * import { useEvents } from 'spillway/react';
 * import { z } from 'zod';
 *
 * const readers = { paid: z.object({ amount: z.number() }) };
 *
 * function Payments({ shop }: { shop: string }) {
 *   const { events, state } = useEvents('/events', { topics: [`shops/${shop}`], events: readers, keep: 20 });
 *   return (
 *     <ul aria-busy={state.phase !== 'open'}>
 *       {events.map(({ lastEventId, data }) => <li key={lastEventId}>{data.amount}</li>)}
 *     </ul>
 *   );
 * }
 *
 * function Total() {
 *   const { value } = useEvents('/events?topic=shops/*&since=earliest', {
 *     events: readers,
 *     initial: 0,
 *     reduce: (total, { data }) => total + data.amount,
 *   });
 *   return <p>{value}</p>;
 * }
 * ```
 */
export function useEvents<Value, const Readers extends EventReaders = EventReaders>(
  url: string | URL | null,
  options: ReducedEventsOptions<Value, Readers>,
): ReducedEvents<Value>;
export function useEvents<const Readers extends EventReaders = EventReaders>(
  url: string | URL | null,
  options?: EventsOptions<Readers>,
): Events<Readers>;
export function useEvents(
  url: string | URL | null,
  options: EventsOptions & Partial<ReducedEventsOptions<unknown>> = {},
): Events | ReducedEvents<unknown> {
  const { keep = 100, reduce, initial, ...request } = options;
  const newest = useNewest({ keep: checkKeep(keep), reduce });
  const { value, ...connected } = useView(url, request as RequestOptions, (): Collector<SubscriptionEvent, unknown> =>
    reduce ? collectReduced(initial, () => newest.current.reduce ?? reduce) : collectRecent(() => newest.current.keep),
  );
  return reduce ? { value, ...connected } : { events: value as readonly SubscriptionEvent[], ...connected };
}
