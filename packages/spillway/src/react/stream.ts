import type { EventOf, EventReaders, SpillwayError } from '../client/index.ts';
import type { Connected } from './connected.ts';
import type { RequestOptions } from './request.ts';

/**
 * How a stream stands: `idle` before it is started and after it was stopped, `connecting` also while a connection that
 * was lost is opened again, `done` once the server has ended it, `error` when it was given up.
 */
export type StreamStatus = 'idle' | 'connecting' | 'streaming' | 'done' | 'error';

export interface Stream<Readers extends EventReaders = EventReaders> extends Connected {
  /** All text that has come so far. */
  readonly text: string;
  /** The newest events, oldest first. */
  readonly events: readonly EventOf<Readers>[];
  readonly status: StreamStatus;
  /** Why it was given up, where the status is `error`. */
  readonly error: SpillwayError | undefined;
  /** Sends the request, with these options in place of the hook's own, and begins anew. What ran before is stopped. */
  start(this: void, request?: StreamStart): void;
  /** Lets go of the connection, so that the server stops its source. What has come stays. */
  stop(this: void): void;
}

/** What one start may say otherwise. */
export type StreamStart = Pick<RequestOptions, 'body' | 'headers' | 'method' | 'lastEventId'> & {
  readonly url?: string | URL | undefined;
};
