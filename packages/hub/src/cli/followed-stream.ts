import { setTimeout as delay } from 'node:timers/promises';
import { type DecodedEvent, createDecoder } from 'spillway/codec';
import { type RemoteHub, authorization, eventsUrl, problemText, reasonOf } from './remote-hub.ts';

export interface FollowOptions extends RemoteHub {
  readonly topics: readonly string[];
  readonly since?: string | undefined;
  readonly cursor?: string | undefined;
  readonly signal: AbortSignal;
}

/** What happens on a stream that is followed over all its connections. */
export type Followed =
  | { readonly kind: 'open' }
  | { readonly kind: 'event'; readonly event: DecodedEvent }
  | { readonly kind: 'lost'; readonly reason: string; readonly retryMs: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'ended' };

const longestWaitMs = 30_000;

/**
 * Follows a stream and comes back from its cursor whenever the connection is lost, after a wait that doubles from try
 * to try with full jitter; a refusal that no retry can mend (4xx) ends it, as 204 does.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<Followed> {
  const { signal } = options;
  let cursor = options.cursor ?? '';
  let retryMs = 1000;
  for (let failures = 0; !signal.aborted; failures++) {
    let reason = 'the stream ended';
    try {
      const response = await connect(options, cursor);
      if (response.status === 204) {
        yield { kind: 'ended' };
        return;
      }
      if (!response.ok || !response.body) {
        reason = await problemText(response);
        if (!isPassing(response.status)) {
          yield { kind: 'refused', reason };
          return;
        }
      } else if (!isEventStream(response)) {
        yield { kind: 'refused', reason: `what answers at ${options.url} is no hub` };
        return;
      } else {
        yield { kind: 'open' };
        const events: DecodedEvent[] = [];
        const decoder = createDecoder(
          {
            event: (event) => events.push(event),
            lastEventId: (id) => (cursor = id),
            retry: (ms) => (retryMs = ms),
          },
          { lastEventId: cursor },
        );
        for await (const chunk of response.body) {
          failures = 0;
          decoder.push(chunk);
          for (const event of events.splice(0)) {
            cursor = event.lastEventId;
            yield { kind: 'event', event };
          }
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      reason = reasonOf(error);
    }
    const waitMs = Math.round(Math.random() * Math.min(longestWaitMs, retryMs * 2 ** failures));
    yield { kind: 'lost', reason, retryMs: waitMs };
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

function connect(options: FollowOptions, cursor: string): Promise<Response> {
  const url = eventsUrl(options);
  for (const topic of options.topics) url.searchParams.append('topic', topic);
  if (options.since !== undefined) url.searchParams.set('since', options.since);
  // A header holds no more than Latin-1 here; the query takes any id.
  if (cursor !== '') url.searchParams.set('last_event_id', cursor);
  return fetch(url, { headers: { ...authorization(options), accept: 'text/event-stream' }, signal: options.signal });
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

/** Whether a status may be another one soon. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
