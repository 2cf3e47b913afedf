/** One event as it travels on an event stream: what one block of lines says. */
export interface StreamEvent {
  /** The payload. Its lines end in LF: the format cannot carry CR or CRLF apart from LF. */
  readonly data: string;
  /** The event type that a browser dispatches; `message` without it. */
  readonly event?: string | undefined;
  /** Becomes the last event id, which a client sends back when it reconnects; an empty one forgets it. */
  readonly id?: string | undefined;
  /** The reconnection time that the client adopts, in milliseconds. */
  readonly retry?: number | undefined;
  /**
   * The topics that the event was published to, each on a `topic:` line: Spillway's extension. A parser that only
   * knows the standard ignores the field.
   */
  readonly topics?: readonly string[] | undefined;
}

/** An event that was read from a stream. `event`, `id`, `retry` and `topics` are there only if its block had them. */
export interface DecodedEvent extends StreamEvent {
  /** The last event id as of this event: its own, or the one before. */
  readonly lastEventId: string;
}
