import type { EventLimits, LoggedEvent, Offset, PublishEvent } from '../event.ts';
import type { Connection } from './connection.ts';
import type { Gap } from './gap.ts';
import type { Selection } from './selection.ts';
import type { Subscriber } from './subscriber.ts';

/** Takes publishes, keeps the log, fans out. Made by `createHub`. */
export interface Hub {
  /** The bounds of one event; a request that breaks them is refused before it reaches the log. */
  readonly limits: EventLimits;

  /**
   * Publishes one event, or a list as one atomic batch, and resolves once the log has it.
   *
   * Rejects with a `SpillwayError`: what is wrong with the event (`invalid-event`, `invalid-topic`, …) or why the log
   * refuses it (`log-full`, `log-damaged`, `closed`, …). Nothing of a rejected batch is kept.
   */
  publish(event: PublishEvent): Promise<Published>;
  publish(events: readonly PublishEvent[]): Promise<readonly Published[]>;
  publish(input: PublishEvent | readonly PublishEvent[]): Promise<Published | readonly Published[]>;

  /**
   * Opens a stream: writes to `connection` what the selection matches, from the cursor (or `since`) on, until the
   * returned subscriber is closed. Throws a `SpillwayError` for a selection, cursor or `since` that is not valid.
   */
  subscribe(request: SubscribeRequest, connection: Connection): Subscriber;

  /** Reads a page of the log for a selection; with `waitMs`, waits so long for a first event (long polling). */
  page(request: PageRequest): Promise<EventPage>;

  /** How much is going on, for metrics and consoles. */
  stats(): HubStats;

  /** Resolves when the log takes appends; rejects with the reason when it does not. */
  ready(): Promise<void>;

  /** Ends every stream, then closes the log. */
  close(): Promise<void>;
}

export interface Published {
  /** What subscribers see as the SSE `id:`: the publisher's own id, or `<epoch>-<offset>`. */
  readonly id: string;
  readonly offset: Offset;
}

/** Where a stream without a cursor begins: with what comes, with all that is kept, or with the newest of each key. */
export type Since = 'now' | 'earliest' | 'latest';

/** Whether a stream's first lines are a block of their own, or part of the first event's block. */
export type Opening = 'block' | 'inline';

export interface SubscribeRequest extends Selection {
  /** The SSE id that the subscriber saw last; it wins over `since`. */
  readonly cursor?: string | undefined;
  /** Default `now`. */
  readonly since?: Since | undefined;
  /**
   * How the stream's first lines end. `block` (default): in a blank line, so that a client that follows the standard has
   * a cursor before the first event. `inline`: in none, for client libraries that make an empty event of such a block.
   */
  readonly opening?: Opening | undefined;
  /** When the subscriber's permission ends, in milliseconds since the Unix epoch; its stream ends then. */
  readonly expiresAt?: number | undefined;
}

export interface PageRequest extends SubscribeRequest {
  /** At most so many events; default 100. A page also ends once its data come to 1 MiB, but has at least one event. */
  readonly limit?: number | undefined;
  /** How long to wait for a first event, in milliseconds; default 0. */
  readonly waitMs?: number | undefined;
  /** Ends the wait early, with an empty page. */
  readonly signal?: AbortSignal | undefined;
}

export interface EventPage {
  readonly events: readonly PageEvent[];
  /** Where to go on: the cursor of the next request. */
  readonly cursor: string;
  /** What is missing before `events`, or null. */
  readonly gap: Gap | null;
}

/** An event as a page shows it: its topics are those that the selection matches. */
export interface PageEvent extends LoggedEvent {
  readonly id: string;
}

export interface HubStats {
  /** Open streams. */
  readonly subscribers: number;
  /** Different selections among them. */
  readonly audiences: number;
  /** Streams that read on from the log instead of the tape, because they resumed or fell behind. */
  readonly catchingUp: number;
  /** The offset of the newest event that was fanned out. */
  readonly head: Offset;
  /** Events that were fanned out since the hub was made. */
  readonly events: number;
}
