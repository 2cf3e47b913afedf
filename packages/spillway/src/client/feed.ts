import type { ConnectionState } from './connection-state.ts';
import type { Environment } from './environment.ts';
import type { Gap } from './gap.ts';

/** What feeds a subscription: a connection of its own, or the one that a browser's tabs share. */
export interface Feed {
  /** Connects anew at once, from the cursor, unless it is closed. */
  reconnect(this: void): void;
  /** Takes nothing more from the network until `resume`, so that the server's writes are held back; a little may still come. */
  pause(this: void): void;
  resume(this: void): void;
  /** Lets go of the connection; `state` is told `closed`, and no handler is called after that. */
  close(this: void): void;
}

/**
 * Opens a feed, without waiting for anything. Handlers are called later, never before this returns, and one at a time.
 */
export type OpenFeed = (request: FeedRequest, handlers: FeedHandlers, environment: Environment) => Feed;

/** Who is told of what a feed brings, in the order of the stream. */
export interface FeedHandlers {
  /** Each event once, where the server promises unique ids: duplicates of an earlier connection have been dropped. */
  event(event: FeedEvent): void;
  /** Events may be missing; a resume from `lastEventId` is exact again. */
  gap(gap: Gap, lastEventId: string): void;
  /** The cursor moved without an event. */
  cursor(lastEventId: string): void;
  /** The state changed; the first change is from `connecting`, attempt 1, in which every feed begins. */
  state(state: ConnectionState): void;
}

/** One event as it comes from a feed. */
export interface FeedEvent {
  /** `message` where the event has none of its own. */
  readonly type: string;
  readonly data: string;
  /** The cursor as of this event. */
  readonly lastEventId: string;
  /** Those of its topics that the subscription selects; empty where the stream does not say. */
  readonly topics: readonly string[];
}

/** What a feed asks the server for, and how patiently. */
export interface FeedRequest extends FeedOptions {
  /** Absolute, as `subscribe` was given it: topics and `since` are yet to be added. */
  readonly url: string;
  /** How the connection is shared; means something to a shared feed alone. */
  readonly share?: boolean | ShareOptions | undefined;
}

/** How the tabs of an origin share one connection. */
export interface ShareOptions {
  /** The URL of a script of yours that serves as the SharedWorker. */
  readonly worker?: string | URL | undefined;
}

export interface FeedOptions {
  /** Topics and patterns; each becomes a `topic` of the query. */
  readonly topics?: readonly string[] | undefined;
  /** Where to begin without a cursor: with what comes from now on, with all that is kept, or with the newest of each key. */
  readonly since?: 'now' | 'earliest' | 'latest' | undefined;
  /** The cursor to resume from. */
  readonly lastEventId?: string | undefined;
  /** `GET` by default, `POST` where there is a body. Only a GET falls back to long polling, or is sent again after the server ended its stream. */
  readonly method?: string | undefined;
  /** Sent with each attempt; a function may be one that waits, and is asked again for each, and once on 401 and 403. */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Sent as `Authorization: Bearer …`; a function is asked as `headers` is. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Sent with each attempt. It cannot be a stream, which can be sent only once. */
  readonly body?: Exclude<BodyInit, ReadableStream> | undefined;
  /** Whether cookies go along; default `same-origin`. */
  readonly credentials?: RequestCredentials | undefined;
  /** For how many milliseconds an attempt waits for the server's answer; default 15,000. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * For how many milliseconds after its headers a stream may be silent before a page is asked for beside it, to find out
   * whether a proxy holds it back; default 5,000.
   */
  readonly firstBytesTimeoutMs?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  /** Whether the connection stays while the page is hidden (default), or is closed and resumes from its cursor. */
  readonly whenHidden?: 'stay' | 'close' | undefined;
  /** Whether a GET asks for pages: where a proxy holds the stream back (default), never, or always. */
  readonly longPolling?: 'fallback' | 'never' | 'always' | undefined;
}

/** How long a subscription waits before it connects again; all in milliseconds. */
export interface RetryOptions {
  /** The first wait is between 0 and this; default 1,000, and the stream's `retry:` overrules it. */
  readonly minMs?: number | undefined;
  /** A later wait is between 0 and the time since the connection was lost, but not above this; default 30,000. */
  readonly maxMs?: number | undefined;
  /** A connection that has been open for so long is healthy: the waits begin anew; default 10,000. */
  readonly healthyMs?: number | undefined;
}
