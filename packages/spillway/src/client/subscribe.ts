import { openConnection } from './connection.ts';
import { createEnvironment } from './environment.ts';
import type { EventReaders } from './event-reader.ts';
import type { OpenFeed } from './feed.ts';
import { openSubscription } from './open-subscription.ts';
import type { SubscribeOptions, Subscription } from './subscription.ts';

/**
 * Subscribes to events: those of a hub's topics, or the stream of one request. It connects at once, and keeps the
 * connection until `close`, the end of the stream, or an answer that no other attempt would change; its `state` says
 * how it stands.
 *
 * - **Reconnecting.** After network errors, time limits, 408, 429 and 5xx it connects again, with full jitter over a window that
 *   grows with the outage, not before `Retry-After`; at once when the network or the page comes back. A stream that is
 *   silent for twice its heartbeat is taken for dead.
 * - **Resuming.** It goes on from its cursor. Where the stream promises unique ids, as a hub's does, it drops duplicates; from
 *   other servers it delivers every event. Where events are missing for good it says so, by an event `gap`.
 * - **Starting over.** A request other than GET whose stream broke is sent again. Unless the answer resumes, an event
 *   `restart` precedes it, and the state `open` has `isRestart`.
 * - **Reading.** `events` names a Standard Schema (zod, valibot, arktype) or a function for each type of event. Data
 *   that they refuse goes to `onInvalid`.
 * - **Waiting.** An iterator that is slower than the stream holds it back, unless its `buffer` says otherwise.
 * - **Proxies.** Where one holds a stream back, a GET asks for pages instead (long polling), on the same URL. If it had begun with
 *   `now` and had no cursor yet, a gap `buffered` says that the first events may be missing.
 *
 * Only a GET is sent again after the server has ended its stream, and only once its page is back from a freeze or from the
 * back/forward cache: another request may cost something.
 *
 * @throws TypeError for a URL that is none
 *
 * @example
 * ```ts
 * import { subscribe } from 'spillway/client';
 * import { z } from 'zod';
 *
 * using orders = subscribe('http://localhost:3000/events', {
 *   topics: ['orders/:id'],
 *   since: 'earliest',
 *   events: { paid: z.object({ amount: z.number() }) },
 * });
 * orders.on('gap', ({ data }) => console.warn(`events after ${data.after} are missing`));
 * for await (const { data, topics } of orders) console.log(topics, data.amount);
 * ```
 */
export function subscribe<const Readers extends EventReaders = EventReaders>(
  url: string | URL,
  options: SubscribeOptions<Readers> = {},
): Subscription<Readers> {
  return openSubscription(
    new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href,
    options,
    options.share ? loadSharing() : openConnection,
    createEnvironment(options.fetch),
  );
}

/** Nobody else pays for the code of the shared connection. Where it cannot be loaded, each has a connection of its own. */
function loadSharing(): Promise<OpenFeed> {
  return import('./sharing/shared-feed.ts').then(
    ({ openSharedFeed }) => openSharedFeed,
    () => openConnection,
  );
}
