/**
 * The event `error`, with what happened. While it is dispatched `readyState` says the same as `willRetry`: `CONNECTING` or
 * `CLOSED`.
 */
export interface EventSourceErrorEvent extends Event {
  /** The HTTP status of the answer; undefined where there was none. */
  readonly status: number | undefined;
  /** What happened, for people. */
  readonly message: string;
  /** Whether the connection will be tried again; if not, it is over for good. */
  readonly willRetry: boolean;
}

/** The events of an {@link EventSource} by type; all other types are those of the stream, each a `MessageEvent`. */
export interface EventSourceEvents {
  readonly open: Event;
  readonly message: MessageEvent;
  /** (A stream may have events of this type, too: as in a browser these are a `MessageEvent`.) */
  readonly error: EventSourceErrorEvent;
}

/** How `Target` takes listeners for its events. */
export interface EventSourceListeners<Target> {
  addEventListener<Type extends keyof EventSourceEvents>(
    type: Type,
    listener: (this: Target, event: EventSourceEvents[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: (this: Target, event: MessageEvent) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof EventSourceEvents>(
    type: Type,
    listener: (this: Target, event: EventSourceEvents[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: (this: Target, event: MessageEvent) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
