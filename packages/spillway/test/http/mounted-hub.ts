import { decodeEvents } from '../../src/codec/index.ts';
import type { DecodedEvent } from '../../src/codec/index.ts';
import { createEventsHandler } from '../../src/http/events-handler.ts';
import type { EventsOptions } from '../../src/http/events-options.ts';
import type { Problem } from '../../src/http/problem.ts';
import type { EventPage, Hub } from '../../src/hub/hub.ts';
import type { HubOptions } from '../../src/hub/options.ts';
import type { Retention } from '../../src/log/event-log.ts';
import { simulatedHub } from '../support/simulated-hub.ts';
import type { SimulatedClock } from '../support/simulated-clock.ts';

type Fields = Readonly<Record<string, string>>;

/** A hub of epoch `e1` under a simulated clock, behind the fetch handler: `http://hub.test/events`. */
export interface MountedHub {
  readonly hub: Hub;
  readonly clock: SimulatedClock;
  /** What `onError` heard. */
  readonly faults: unknown[];
  readonly request: (method: string, query: string, headers?: Fields, body?: BodyInit) => Promise<Response>;
  readonly get: (query: string, headers?: Fields) => Promise<Response>;
  readonly page: (query: string, headers?: Fields) => Promise<Response>;
  readonly post: (body: BodyInit, headers?: Fields) => Promise<Response>;
  readonly publish: (...events: readonly object[]) => Promise<Response>;
  /** The data of all that the log keeps. */
  readonly kept: () => Promise<string[]>;
}

export function mountHub(
  options: EventsOptions<Request> = {},
  hubOptions: HubOptions = {},
  retention?: Retention,
): MountedHub {
  const { hub, clock } = simulatedHub(hubOptions, retention);
  const faults: unknown[] = [];
  const handle = createEventsHandler(hub, {
    onError: (error) => faults.push(error),
    now: () => clock.now(),
    ...options,
  });
  const request = (method: string, query: string, headers: Fields = {}, body?: BodyInit) =>
    handle(new Request(`http://hub.test/events${query}`, { method, headers, ...(body !== undefined && { body }) }));
  const post = (body: BodyInit, headers: Fields = json) => request('POST', '', headers, body);
  return {
    hub,
    clock,
    faults,
    request,
    post,
    get: (query, headers) => request('GET', query, headers),
    page: (query, headers) => request('GET', query, { accept: 'application/json', ...headers }),
    publish: (...events) => post(JSON.stringify(events.length === 1 ? events[0] : events)),
    async kept() {
      const { events } = await hub.page({ topics: ['*'], since: 'earliest', limit: 1000 });
      return events.map(({ data }) => data);
    },
  };
}

export const json: Fields = { 'content-type': 'application/json' };
export const ndjson: Fields = { 'content-type': 'application/x-ndjson' };
export const form: Fields = { 'content-type': 'application/x-www-form-urlencoded' };

export async function problemIn(response: Response): Promise<Problem> {
  return (await response.json()) as Problem;
}

export async function pageIn(response: Response): Promise<EventPage> {
  return (await response.json()) as EventPage;
}

/** The next events of a stream, which is left open. */
export function eventsOf(response: Response): () => Promise<DecodedEvent> {
  if (response.body === null) throw new Error('the response is no stream');
  const events = decodeEvents(response.body);
  return async () => {
    const next = await events.next();
    if (next.done === true) throw new Error('the stream has ended');
    return next.value;
  };
}
