import type { LoggedEvent, NewEvent, Offset } from '../event.ts';

/**
 * The ordered, bounded history that every hub node tails: the only truth of a hub.
 *
 * The contract is proved for each implementation by `testEventLog` of `spillway/testing`.
 */
export interface EventLog {
  /**
   * Names this life of the log, in 1 to 32 characters of `[0-9a-z]`. It stays the same as long as the log keeps
   * its events, and is a new one when the log starts empty again, or goes on from an older copy of itself: an offset
   * means one event in one epoch.
   */
  readonly epoch: string;

  /**
   * Appends a batch, all or nothing and in order, and resolves with one offset per event once the batch would
   * survive a crash (as far as the log keeps anything at all: a memory log does not).
   *
   * Offsets begin at 1 and only grow; concurrent calls are appended in the order of the calls. An event whose `id`
   * the log holds already (or that stands earlier in the same batch) is not appended again: its offset is the one
   * it has. Rejects with a `SpillwayError` (`log-full`, `log-damaged`, `log-unavailable`, `closed`); then none of
   * the batch is kept or ever delivered. An empty batch appends nothing and tells whether the log takes appends now: it
   * goes the way of every other, and rejects for the same reasons.
   */
  append(events: readonly NewEvent[]): Promise<readonly Offset[]>;

  /**
   * Reads the events that follow `after`, in order, until one of the limits is reached (but always at least one
   * event, where there is one). Events whose `ttl` is over are left out.
   */
  read(after: Offset, limits: ReadLimits): Promise<LogPage>;

  /**
   * Calls `listener` with every batch of events that is appended after this call, once each, in offset order
   * and never before the events are durable. Returns a function that ends it; after that the listener is not called.
   */
  tail(listener: (events: readonly LoggedEvent[]) => void): () => void;

  /** Where the log begins and ends now. */
  bounds(): Promise<LogBounds>;

  /** The offset of the event with this publisher's id, while its place is still within the bounds. */
  find(id: string): Promise<Offset | undefined>;

  /** Forgets every event before `first`. Never moves backwards, and never past the end of the log. */
  trim(first: Offset): Promise<void>;

  /** Finishes what was accepted and releases what is held. Calls made afterwards reject with `closed`. */
  close(): Promise<void>;
}

export interface LogBounds {
  /** From this offset on the log still holds everything that has not outlived its `ttl`; `last + 1` when empty. */
  readonly first: Offset;
  /** The newest offset ever given out; 0 for a log that never held an event. */
  readonly last: Offset;
}

export interface ReadLimits {
  /** At most so many events, at least 1. */
  readonly events: number;
  /** Stop once the events' data adds up to so many bytes (UTF-8; an estimate is enough). */
  readonly bytes: number;
}

/** What one read found; its bounds and its events are of the same moment. */
export interface LogPage extends LogBounds {
  readonly events: readonly LoggedEvent[];
  /**
   * The page covers all that follows `after`, up to and with this offset (what is missing in between was trimmed
   * or outlived its ttl). Equal to `last` when there is no more to read; never less than `after`.
   */
  readonly through: Offset;
}

/** How much a log keeps. What is over a bound is trimmed, the oldest first. Each bound is optional. */
export interface Retention {
  /** At most so many events. */
  readonly events?: number;
  /** At most so many bytes (UTF-8) of topics, data and other fields together. */
  readonly bytes?: number;
  /** Nothing older than so many seconds. */
  readonly seconds?: number;
}

/**
 * An optional ability of a log: reads only the events that are the newest of one of their (topic, key) pairs, so
 * that `since=latest` costs by the number of pairs and not by the length of the log.
 */
export interface LatestReader {
  /** As `EventLog.read`, but only such events; an event without a key counts as its topic's one without key. */
  readLatest(after: Offset, limits: ReadLimits): Promise<LogPage>;
}

/**
 * An optional ability of a log that has its events in memory: they are read at once. A hub on such a log keeps no recent
 * events of its own.
 */
export interface InstantReader {
  /** As `LogBounds` has it, now. */
  readonly first: Offset;
  /** The event of this offset, which must be within the bounds, also where its `ttl` is over. */
  get(offset: Offset): LoggedEvent;
}
