/** What {@link EventSourceConstructor} makes: the platform's interface, whose event `error` says what happened. */
export interface EventSource extends EventTarget {
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
  /** The URL that was asked for, as an absolute one; redirects do not change it. */
  readonly url: string;
  /** Whether cookies are sent to other origins, too. */
  readonly withCredentials: boolean;
  /** `CONNECTING` (0), also while it waits to try again; `OPEN` (1); or `CLOSED` (2), which is for good. */
  readonly readyState: number;

  get onopen(): Handler<Event>;
  set onopen(handler: Handler<Event>);
  get onmessage(): Handler<MessageEvent>;
  set onmessage(handler: Handler<MessageEvent>);
  // What is read has the platform's type, so that this can stand wherever the platform's can.
  get onerror(): Handler<Event>;
  set onerror(handler: Handler<EventSourceErrorEvent>);

  /** Ends it for good, at once: no event follows, also none that has arrived already. */
  close(): void;

  addEventListener<Type extends keyof EventSourceEvents>(
    type: Type,
    listener: (this: EventSource, event: EventSourceEvents[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: (this: EventSource, event: MessageEvent) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof EventSourceEvents>(
    type: Type,
    listener: (this: EventSource, event: EventSourceEvents[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: (this: EventSource, event: MessageEvent) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

export interface EventSourceConstructor {
  readonly prototype: EventSource;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
  new (url: string | URL, options?: EventSourceOptions): EventSource;
}

export interface EventSourceOptions extends EventSourceInit {
  /** Sent with each request, beside `Accept` and `Last-Event-ID`. A `Last-Event-ID` here says where to begin. */
  readonly headers?: HeadersInit | undefined;
  /** GET by default. */
  readonly method?: string | undefined;
  /** Sent with each request. */
  readonly body?: string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | FormData | URLSearchParams | undefined;
  /** Asks in place of the runtime's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Bytes (UTF-8) of one event's lines, 16 MiB by default: the connection fails on an event that is larger. */
  readonly maxEventBytes?: number | undefined;
}

/** The events of an {@link EventSource} by type; all others are events of the stream. */
export interface EventSourceEvents {
  readonly open: Event;
  readonly message: MessageEvent;
  /** (A stream may have events of the type `error`, too; as in a browser these are a `MessageEvent`.) */
  readonly error: EventSourceErrorEvent;
}

/** What happened to the connection, and what follows. */
export interface EventSourceErrorEvent extends Event {
  /** The HTTP status of the answer; undefined where there was none. */
  readonly status: number | undefined;
  /** What happened, for people. */
  readonly message: string;
  /** Whether it will be tried again (`readyState` is `CONNECTING`), or is over for good (`CLOSED`). */
  readonly willRetry: boolean;
}

type Handler<HandledEvent> = ((this: EventSource, event: HandledEvent) => unknown) | null;
