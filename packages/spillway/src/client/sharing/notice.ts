import type { SpillwayError } from '../../error.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { FeedEvent, FeedRequest } from '../feed.ts';

/**
 * What the sharers of one connection tell one another. All of them hear all of it; what one says arrives in order,
 * what several say in any.
 */
export type Notice = LeaderNotice | FollowerNotice;

/** Said by whoever holds the connection. `leader` is its name for as long as it does. */
export type LeaderNotice = { readonly leader: string } &
  /** Follow me: said by a new leader to all, and later to those who do not know or are not known. */
  (
    | { readonly type: 'hello'; readonly to?: readonly string[] }
    /** From here on comes all that follows `cursor`, of the topics of these followers. */
    | { readonly type: 'welcome'; readonly to: readonly string[]; readonly cursor: string }
    /** The next of the stream. A gap is one of type `gap`, which no event can have. */
    | { readonly type: 'event'; readonly event: FeedEvent }
    /** Said when it changes, and as a sign of life. */
    | { readonly type: 'state'; readonly state: StateNotice }
    /** The server will not have the topics of these followers on the connection. */
    | { readonly type: 'refused'; readonly to: readonly string[] }
    /** The headers of this follower are needed to connect. */
    | { readonly type: 'ask'; readonly to: readonly string[] }
    /** It leads no more. */
    | { readonly type: 'bye' }
  );

/** Said by a subscription. `follower` is its name since it last began to follow a leader. */
export type FollowerNotice = { readonly follower: string } &
  /** Does this leader live? Without a name: does anybody lead? */
  (
    | { readonly type: 'ping'; readonly leader: string | undefined }
    | { readonly type: 'join'; readonly leader: string; readonly request: SharedRequest }
    /** Answers `ask`; without headers where they cannot be had. */
    | { readonly type: 'headers'; readonly headers: HeadersNotice }
    | { readonly type: 'reconnect' }
    | { readonly type: 'leave' }
  );

/** What of a request others can be told; functions they cannot. */
export type SharedRequest = Pick<
  FeedRequest,
  'url' | 'since' | 'credentials' | 'connectTimeoutMs' | 'firstBytesTimeoutMs' | 'retry' | 'longPolling'
> & { readonly topics: readonly string[] };

export type HeadersNotice = [string, string][] | undefined;

/** A state whose error is a plain object: of errors, only those of the platform's own classes pass from tab to tab. */
export type StateNotice =
  | Exclude<ConnectionState, { phase: 'waiting' | 'closed' }>
  | { readonly phase: 'waiting'; readonly delayMs: number; readonly because: ErrorNotice };

export type ErrorNotice = Pick<SpillwayError, 'code' | 'message' | 'status'>;
