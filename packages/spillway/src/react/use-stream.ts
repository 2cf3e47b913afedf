import { useEffect, useState, useSyncExternalStore } from 'react';
import type { EventOf, EventReaders, SubscriptionEvent } from '../client/index.ts';
import { checkKeep, checkUrl } from './check.ts';
import type { Connected } from './connected.ts';
import { useNewest } from './newest.ts';
import { isSameRequest } from './request.ts';
import type { RequestOptions } from './request.ts';
import { createStreamStore } from './stream-store.ts';
import type { Stream } from './stream.ts';

export interface StreamOptions<Readers extends EventReaders = EventReaders> extends RequestOptions<Readers> {
  /** What of an event belongs to the text; default its data, where that is a string. */
  readonly textOf?: ((event: EventOf<Readers>) => string) | undefined;
  /** How many events are kept, at least 1; default 1,000. The text is kept whole. */
  readonly keep?: number | undefined;
  /** Whether it starts by itself: once mounted, and anew with each other URL or option; default false. */
  readonly autoStart?: boolean | undefined;
}

/**
 * Shows the stream of one request, such as an answer of a language model or the progress of a task, as `eventStream`
 * sends it. It is sent by `start`, never shared, and not sent twice by StrictMode; unmounting stops it.
 *
 * `start` sends the URL and options of the newest render. A stream that runs is not interrupted by others, unless
 * `autoStart` has them start a new one. A connection that is lost is opened again. Where the stream says that it resumes (`resumes`
 * of `eventStream`), or a GET has a cursor, the text goes on; otherwise the answer starts over, and the text with it.
 *
 * @throws SpillwayError `invalid-option` for what is no URL or a `keep` below 1; TypeError from `start`, for a URL
 *   that is malformed
 *
 * @example
 * ```tsx
 * import { useStream } from 'spillway/react';
 *
 * function Answer() {
 *   const { text, status, error, start, stop } = useStream('/answers', { method: 'POST' });
 *   return (
 *     <form action={(form) => start({ body: JSON.stringify({ prompt: form.get('prompt') }) })}>
 *       <input name="prompt" />
 *       {status === 'streaming' ? <button type="button" onClick={stop}>Stop</button> : <button>Ask</button>}
 *       <p aria-busy={status === 'streaming'}>{error?.message ?? text}</p>
 *     </form>
 *   );
 * }
 * ```
 */
export function useStream<const Readers extends EventReaders = EventReaders>(
  url: string | URL,
  options: StreamOptions<Readers> = {},
): Stream<Readers> {
  const { textOf = textOfData, keep = 1000, autoStart = false, ...rest } = options;
  const request = { url: checkUrl(url), options: rest as RequestOptions };
  const newest = useNewest({
    ...request,
    textOf: textOf as (event: SubscriptionEvent) => string,
    keep: checkKeep(keep),
  });
  const [store] = useState(() => createStreamStore(() => newest.current));
  const stream: Connected = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);

  // Stays the same object while it says the same, so that the effect has one thing to look at.
  const [held, hold] = useState(request);
  if (autoStart && !isSameRequest(held, request)) hold(request);
  useEffect(() => {
    // StrictMode has this stopped and done again before a subscription sends anything.
    if (autoStart) store.start();
  }, [store, autoStart, held]);
  return stream as Stream<Readers>;
}

function textOfData({ data }: { readonly data: unknown }): string {
  return typeof data === 'string' ? data : '';
}
