/** An event's place in the log: an integer from 1 on that only grows. 0 stands for "before the first". */
export type Offset = number;

/**
 * What a publisher gives: the JSON event of `POST /events`.
 *
 * `data` that is not a string is sent as JSON text. Publishing an `id` that the log holds again changes nothing, so
 * retries are safe.
 */
export interface PublishEvent {
  /** The topic or topics that the event is published to, each at most 1,024 bytes of UTF-8. */
  readonly topic: string | readonly string[];
  /** The payload; any JSON value. */
  readonly data?: unknown;
  /** The event type that a browser dispatches; `message` without it. */
  readonly event?: string | undefined;
  /** The publisher's own id, at most 255 bytes; it travels as the SSE `id:`. */
  readonly id?: string | undefined;
  /** Events of one topic and key supersede one another: a subscriber that catches up may get only the newest. */
  readonly key?: string | undefined;
  /** For how many seconds the event is worth delivering to those who come late. */
  readonly ttl?: number | undefined;
  /** The reconnection time in milliseconds that browsers adopt with this event. */
  readonly retry?: number | undefined;
}

/** An event that has been checked and is ready for the log. */
export interface NewEvent {
  readonly topics: readonly string[];
  readonly data: string;
  readonly event?: string;
  readonly id?: string;
  readonly key?: string;
  /** Seconds. */
  readonly ttl?: number;
  /** Milliseconds. */
  readonly retry?: number;
}

/** An event that the log has taken. */
export interface LoggedEvent extends NewEvent {
  readonly offset: Offset;
  /** When the log took it, in milliseconds since the Unix epoch. */
  readonly time: number;
}

/** The bounds of one event. */
export interface EventLimits {
  /** Bytes (UTF-8) of one topic. */
  readonly topicBytes: number;
  /** Topics of one event. */
  readonly topicsPerEvent: number;
  /** Bytes (UTF-8) of an id, an event type or a key. */
  readonly idBytes: number;
  /** Bytes (UTF-8) of the data. */
  readonly dataBytes: number;
}

export const defaultEventLimits: EventLimits = {
  topicBytes: 1024,
  topicsPerEvent: 100,
  idBytes: 255,
  dataBytes: 1024 * 1024,
};
