import { onTestFinished } from 'vitest';
import { type DecodedEvent, decodeEvents } from 'spillway/codec';

/** What a publish was answered. */
export interface PublishAnswer {
  readonly status: number;
  readonly id?: string;
  readonly ids?: readonly string[];
  readonly code?: string;
  readonly detail?: string;
}

/** Publishes by one POST in JSON. */
export async function publish(
  url: string,
  event: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<PublishAnswer> {
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(event),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

/** An open stream, or its refusal. */
export interface OpenedStream {
  readonly response: Response;
  /** The next event; undefined once the stream has ended. */
  next(): Promise<DecodedEvent | undefined>;
  /** All events until the stream ends. */
  rest(): Promise<readonly DecodedEvent[]>;
  leave(): void;
}

/** Opens a stream, which the end of the test closes. */
export async function openStream(
  url: string,
  query: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenedStream> {
  const left = new AbortController();
  const response = await fetch(`${url}/events?${query}`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: left.signal,
  });
  if (!response.body) throw new Error('a stream has a body');
  const events = decodeEvents(response.body)[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await events.next();
    return done === true ? undefined : value;
  };
  const stream: OpenedStream = {
    response,
    next,
    async rest() {
      const rest: DecodedEvent[] = [];
      for (let event = await next(); event; event = await next()) rest.push(event);
      return rest;
    },
    leave: () => left.abort(),
  };
  // It keeps the response until then: when the garbage collector takes one whose body nobody reads, its connection closes.
  onTestFinished(() => stream.leave());
  return stream;
}

/** Everything that a hub holds of the topics that `query` selects. */
export async function kept(url: string, query = 'topic=*', headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/events?since=earliest&${query}`, {
    headers: { accept: 'application/json', ...headers },
  });
  const { events } = (await response.json()) as { events: readonly Readonly<Record<string, unknown>>[] };
  return events;
}
