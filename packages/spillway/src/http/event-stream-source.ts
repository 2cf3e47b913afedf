import { encodeBlock, encodeEvent } from '../codec/encode.ts';
import { SpillwayError } from '../error.ts';

/** One item of a source: a string is the data of an event, an object says more. */
export type SourceEvent = string | SourceEventFields;

/**
 * An event of a source. Without `data` and `event` it dispatches nothing: its `id` still becomes the client's last
 * event id, its `retry` the client's reconnection time.
 */
export interface SourceEventFields {
  /** The payload: a string is sent as it is, any other JSON value as JSON text. */
  readonly data?: unknown;
  /** The event type that a browser dispatches; `message` without it. */
  readonly event?: string | undefined;
  /** What a client that reconnects sends back, for the source to go on from. */
  readonly id?: string | undefined;
  /** The reconnection time that the client adopts, in milliseconds. */
  readonly retry?: number | undefined;
}

/** What a source function is given. */
export interface SourceContext {
  /** Aborted when the client has left, or when the stream's own signal ends it: the source should stop its work. */
  readonly signal: AbortSignal;
  /** The id of the last event that the client got before it reconnected; empty on its first request. */
  readonly lastEventId: string;
}

/** Where the events of a stream come from; an async generator function is the common case. */
export type EventStreamSource =
  | AsyncIterable<SourceEvent>
  | ReadableStream<SourceEvent>
  | ((context: SourceContext) => EventSupply | Promise<EventSupply>);

type EventSupply = AsyncIterable<SourceEvent> | ReadableStream<SourceEvent>;

/** A source that has been opened: events are taken from it one by one. */
export interface SourceReader {
  next(): Promise<IteratorResult<unknown>>;
  /** Tells the source that nobody wants more; resolves when it has cleaned up, which may be never. */
  stop(): Promise<void>;
}

/** Throws `invalid-option` for what can never be a source. */
export function refuseUnlessSource(source: unknown): asserts source is EventStreamSource {
  if (typeof source !== 'function' && !isSupply(source)) {
    throw new SpillwayError('invalid-option', `a source must be ${supplies}, or a function that returns one`);
  }
}

/** Opens a source: calls it if it is a function, and gets hold of its iterator or reader. */
export async function openSource(source: EventStreamSource, context: SourceContext): Promise<SourceReader> {
  const supply: unknown = typeof source === 'function' ? await source(context) : source;
  if (!isSupply(supply)) throw new SpillwayError('invalid-option', `a source function must return ${supplies}`);
  // A ReadableStream is an async iterable too in most runtimes; only its reader can cancel it while a read is pending.
  return 'getReader' in supply ? streamReader(supply) : iteratorReader(supply);
}

function streamReader(stream: ReadableStream<unknown>): SourceReader {
  const reader = stream.getReader();
  return {
    next: async () => {
      const step = await reader.read();
      return step.done ? { done: true, value: undefined } : step;
    },
    stop: () => reader.cancel(),
  };
}

function iteratorReader(iterable: AsyncIterable<unknown>): SourceReader {
  const iterator = iterable[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    stop: async () => {
      await iterator.return?.();
    },
  };
}

const supplies = 'an async iterable or a ReadableStream';

function isSupply(value: unknown): value is EventSupply {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || 'getReader' in value);
}

/**
 * Encodes an item of a source.
 *
 * @throws {@link SpillwayError} `invalid-event` for what is not an event, or as {@link encodeEvent} does.
 */
export function encodeSourceEvent(item: unknown): string {
  if (typeof item === 'string') return encodeEvent({ data: item });
  if (typeof item !== 'object' || item === null) throw notAnEvent('neither a string nor an object');

  const { data, event, id, retry } = item as SourceEventFields;
  if (typeof data === 'string') return encodeEvent({ data, event, id, retry });
  if (data !== undefined) return encodeEvent({ data: jsonText(data), event, id, retry });
  if (event !== undefined) return encodeEvent({ data: '', event, id, retry });
  if (id === undefined && retry === undefined) throw notAnEvent('without data, event, id and retry');
  return encodeBlock({ id, retry });
}

function jsonText(data: unknown): string {
  const text: string | undefined = JSON.stringify(data);
  if (text === undefined) throw notAnEvent(`with data that JSON cannot say: ${typeof data}`);
  return text;
}

function notAnEvent(what: string): SpillwayError {
  return new SpillwayError(
    'invalid-event',
    `a source yielded an item ${what}: yield a string or {data, event, id, retry}`,
  );
}
