import type { SpillwayError } from '../error.ts';
import type { ConnectionState } from './connection-state.ts';
import type { DataOf, EventReaders } from './event-reader.ts';
import type { FeedEvent, FeedOptions, ShareOptions } from './feed.ts';
import type { Gap } from './gap.ts';

/** An event as handlers and iterators get it. */
export interface SubscriptionEvent<Type extends string = string, Data = string> {
  /** `message` where the event has none of its own. */
  readonly type: Type;
  /** What the reader for this type made of the data; the text itself where there is none. */
  readonly data: Data;
  /** The cursor as of this event. */
  readonly lastEventId: string;
  /** Those of its topics that the subscription selects; empty where the stream does not say. */
  readonly topics: readonly string[];
}

/**
 * The events that `for await` and `*` carry: of the types that have a reader, or of all types, as text, where none has.
 * Of a subscription whose readers are not known (`Subscription` alone), the data are `unknown`.
 */
export type EventOf<Readers extends EventReaders> = string extends keyof Readers
  ? SubscriptionEvent<string, IsAny<Readers> extends true ? unknown : string>
  : { [Type in keyof Readers & string]: SubscriptionEvent<Type, DataOf<Readers[Type]>> }[keyof Readers & string];

/** The events that a listener for one type gets. */
export type EventOfType<Readers extends EventReaders, Type extends string> = Type extends '*'
  ? EventOf<Readers>
  : IsAny<Readers> extends true
    ? SubscriptionEvent<Type, unknown>
    : string extends keyof Readers
      ? TextOrGap<Type>
      : Type extends keyof Readers
        ? SubscriptionEvent<Type, DataOf<Readers[Type]>>
        : TextOrGap<Type>;

/** What `on` takes: with readers their types and those that need none, so that a misspelt one does not compile; else any. */
export type EventTypeOf<Readers extends EventReaders> = string extends keyof Readers
  ? string
  : (keyof Readers & string) | 'gap' | 'restart' | 'message' | '*';

type IsAny<T> = 0 extends 1 & T ? true : false;

type TextOrGap<Type extends string> = SubscriptionEvent<Type, Type extends 'gap' ? Gap : string>;

/**
 * A live subscription: listeners, iterators and its state, until it is closed. Every subscription is a `Subscription`,
 * whatever its readers are; one without readers, whose data are all text, is a `Subscription<EventReaders>`.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- any readers: no other type takes those of every subscription
export interface Subscription<Readers extends EventReaders = any>
  extends AsyncIterable<EventOf<Readers>>, Disposable, AsyncDisposable {
  /** How it stands now. */
  readonly state: ConnectionState;
  /** The cursor as of the last event that listeners got; a later subscription may resume from it. */
  readonly lastEventId: string;
  /**
   * Calls `listener` with each event of a type, in their order. `gap` says that events are missing. `restart` says that a
   * request other than GET was sent again and its answer starts over: drop what came before. `*` stands for all (see
   * {@link EventOf}). Returns a function that stops it.
   */
  on<Type extends EventTypeOf<Readers>>(
    this: void,
    type: Type,
    listener: (event: EventOfType<Readers, Type>) => void,
  ): () => void;
  /** `state` as a function that needs no `this`: with `onStateChange` it fits React's `useSyncExternalStore`. */
  getState(this: void): ConnectionState;
  /** Calls `listener` after each change of the state; returns a function that stops it. */
  onStateChange(this: void, listener: () => void): () => void;
  /** Svelte's store contract: calls `run` with the state, at once and after each change; returns a function that stops it. */
  subscribe(this: void, run: (state: ConnectionState) => void): () => void;
  /** Connects anew at once, from the cursor. A subscription that is closed stays so. */
  reconnect(this: void): void;
  /** Ends it, and all of its iterators once they have read what they hold. */
  close(this: void): void;
}

export interface SubscribeOptions<Readers extends EventReaders = EventReaders> extends FeedOptions {
  /** For each type of event a Standard Schema over its data as JSON, or a function of its text, as {@link asText} is. */
  readonly events?: Readers | undefined;
  /** Is told of data that its reader refused: `invalid-data`, with what the reader said as cause; default `console.error`. */
  readonly onInvalid?: ((error: SpillwayError, event: FeedEvent) => void) | undefined;
  /** What `for await` holds for a reader that is slower than the stream. */
  readonly buffer?: BufferOptions<Readers> | undefined;
  /** One connection for all tabs of the origin; `worker` is the URL of a script of yours that serves it. */
  readonly share?: boolean | ShareOptions | undefined;
  /** Closes the subscription when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Default the runtime's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

export interface BufferOptions<Readers extends EventReaders = EventReaders> {
  /** How many events an iterator holds, at least 1; default 1,000. */
  readonly events?: number | undefined;
  /**
   * What happens when it is full. `block` (default): nothing more is read from the network, for nobody, until half of
   * it has been taken. `drop-oldest`: the oldest is dropped. `latest-by-key`: a newer event takes the place of the one
   * with the same key, and the oldest is dropped where all keys differ.
   */
  readonly policy?: 'block' | 'drop-oldest' | 'latest-by-key' | undefined;
  /** The key of an event for `latest-by-key`; default its type and topics. */
  readonly keyOf?: ((event: EventOf<Readers>) => unknown) | undefined;
}
