import { createSmallDecoder } from '../codec/decode-text.ts';
import { SpillwayError } from '../error.ts';
import { byteString } from './byte-string.ts';
import type { EventSourceErrorEvent, EventSourceListeners } from './event-source-events.ts';
import { createHandlerAttribute } from './handler-attribute.ts';
import type { Handler } from './handler-attribute.ts';
import { finishInterface } from './web-idl.ts';

/**
 * The platform's `EventSource`, over fetch: the same class, events and reconnecting, by the letter of the standard, on
 * every runtime that has fetch, with what the platform's lacks: headers of your own, another method with a body,
 * another `fetch`, and errors that say what happened ({@link EventSourceErrorEvent}).
 *
 * It differs where a script cannot do what a browser can: events are not `isTrusted`; a reconnect to another origin
 * that carries `Last-Event-ID` is preceded by a preflight; a URL must not hold a user name or password.
 *
 * @throws `SyntaxError` (a `DOMException`) where `url`, relative to the document or worker, is no URL, and `TypeError`
 *   for options that fetch refuses
 *
 * Source: WHATWG HTML, section 9.2 (server-sent events).
 *
 * @example
 * ```ts
 * import { EventSource } from 'spillway/client';
 *
 * const source = new EventSource('http://localhost:3000/events?topic=orders/42', {
 *   headers: { Authorization: 'Bearer …' },
 * });
 * source.addEventListener('paid', ({ data, lastEventId }) => console.log(data, lastEventId));
 * source.onerror = ({ message, willRetry }) => console.warn(message, willRetry ? 'Trying again…' : 'It is over.');
 * ```
 */
export class EventSource extends EventTarget implements globalThis.EventSource {
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSED: 2;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSED: 2;

  static {
    finishInterface(this, 'EventSource', { CONNECTING: connecting, OPEN: open, CLOSED: closed });
  }

  readonly #url: string;
  readonly #withCredentials: boolean;
  readonly #request: RequestInit;
  readonly #fetch: typeof globalThis.fetch | undefined;
  readonly #decoder;
  readonly #onopen = createHandlerAttribute(this, 'open');
  readonly #onmessage = createHandlerAttribute(this, 'message');
  readonly #onerror = createHandlerAttribute(this, 'error');

  #readyState: number = connecting;
  #reconnectionTimeMs = 3000;
  #lastEventId = '';
  #origin = '';
  #aborter = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string | URL, options: EventSourceOptions = {}) {
    super();
    // [spec] Let urlRecord be the result of encoding-parsing a URL given url, relative to settings. If urlRecord is
    // failure, then throw a "SyntaxError" DOMException.
    const base = globalThis.document?.baseURI ?? globalThis.location?.href;
    if (!URL.canParse(url, base)) throw new DOMException(`${url} is not a URL`, 'SyntaxError');
    this.#url = new URL(url, base).href;
    this.#withCredentials = Boolean(options.withCredentials);
    this.#fetch = options.fetch;
    const headers = new Headers(options.headers);
    // [spec] User agents may set (`Accept`, `text/event-stream`) in request's header list.
    headers.set('Accept', 'text/event-stream');
    this.#request = {
      ...(options as RequestInit),
      headers,
      credentials: this.#withCredentials ? 'include' : 'same-origin',
      // [spec] Set request's cache mode to "no-store".
      cache: 'no-store',
    };
    // What fetch would refuse each time is thrown here, rather than tried again for ever.
    void new Request(this.#url, this.#request);
    this.#decoder = createSmallDecoder(
      {
        event: ({ event = 'message', data, lastEventId }) => {
          this.#lastEventId = lastEventId;
          // [spec] Queue a task which, if the readyState attribute is set to a value other than CLOSED, dispatches the
          // newly created event at the EventSource object.
          if (this.#readyState !== closed) {
            this.dispatchEvent(new MessageEvent(event, { data, origin: this.#origin, lastEventId }));
          }
        },
        lastEventId: (id) => {
          this.#lastEventId = id;
        },
        retry: (retryMs) => {
          this.#reconnectionTimeMs = retryMs;
        },
      },
      options,
    );
    void this.#connect();
  }

  /** The URL, as an absolute one; redirects do not change it. */
  get url(): string {
    return this.#url;
  }

  /** Whether cookies are sent to other origins, too. */
  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  /** `CONNECTING` (0), also while it waits to try again; `OPEN` (1); or `CLOSED` (2), which is for good. */
  get readyState(): number {
    return this.#readyState;
  }

  get onopen(): Handler<EventSource, Event> {
    return this.#onopen.get();
  }
  set onopen(handler: Handler<EventSource, Event>) {
    this.#onopen.set(handler);
  }

  get onmessage(): Handler<EventSource, MessageEvent> {
    return this.#onmessage.get();
  }
  set onmessage(handler: Handler<EventSource, MessageEvent>) {
    this.#onmessage.set(handler);
  }

  // (Gets the type that the platform's has: of what can be set that can be called with less.)
  get onerror(): Handler<EventSource, Event> {
    return this.#onerror.get();
  }
  set onerror(handler: Handler<EventSource, EventSourceErrorEvent>) {
    this.#onerror.set(handler);
  }

  /** Ends it for good, at once: no event follows, also none that has arrived already. */
  close(): void {
    // [spec] The close() method must abort any instances of the fetch algorithm started for this EventSource object,
    // and must set the readyState attribute to CLOSED.
    this.#readyState = closed;
    this.#aborter.abort();
    clearTimeout(this.#timer);
  }

  async #connect(): Promise<void> {
    const { signal } = (this.#aborter = new AbortController());
    let status: number | undefined;
    let message = 'the server ended the stream';
    let willRetry = true;
    try {
      // Whoever constructs it adds listeners first, also if fetch throws at once.
      await undefined;
      const headers = new Headers(this.#request.headers);
      // [spec] If the EventSource object's last event ID string is not the empty string, then […] set (`Last-Event-ID`,
      // lastEventIDValue) in request's header list.
      if (this.#lastEventId) headers.set('Last-Event-ID', byteString(this.#lastEventId));
      const response = await (this.#fetch ?? globalThis.fetch)(this.#url, { ...this.#request, headers, signal });
      signal.throwIfAborted();
      status = response.status;
      const type = response.headers.get('Content-Type') ?? 'no content type';
      // [spec] If res's status is not 200, or if res's `Content-Type` is not `text/event-stream`, then fail the
      // connection.
      willRetry = status === 200 && /^text\/event-stream[\t ]*(;|$)/i.test(type);
      if (willRetry) {
        // [spec] Otherwise, announce the connection and interpret res's body line by line.
        this.#origin = new URL(response.url || this.#url).origin;
        this.#readyState = open;
        this.dispatchEvent(new Event('open'));
        this.#decoder.reset();
        const write = (chunk: Uint8Array): void => this.#decoder.push(chunk);
        await response.body?.pipeTo(new WritableStream({ write }), { signal });
      } else {
        message = `the server answered ${status}, ${type}`;
      }
    } catch (error) {
      ({ message } = error as Error);
      // [spec] If res is an aborted network error, then fail the connection. Otherwise, if res is a network error, then
      // reestablish the connection, unless the user agent knows that to be futile. (An event that is too large now
      // would be too large again.)
      willRetry = !(error instanceof SpillwayError || (error as Error).name === 'AbortError');
    }
    this.#end(status, message, willRetry);
  }

  /** Reestablishes the connection, or fails it. */
  #end(status: number | undefined, message: string, willRetry: boolean): void {
    // [spec] If the readyState attribute is set to CLOSED, abort the task.
    if (this.#readyState === closed) return;
    // Ends what is left of an answer that nobody reads.
    this.#aborter.abort();
    this.#readyState = willRetry ? connecting : closed;
    if (willRetry) {
      // [spec] Wait a delay equal to the reconnection time of the event source.
      const delayMs = Math.min(this.#reconnectionTimeMs, longestTimerMs);
      this.#timer = setTimeout(() => this.#connect(), delayMs);
    }
    this.dispatchEvent(Object.assign(new Event('error'), { status, message, willRetry }));
  }
}

export interface EventSource extends EventSourceListeners<EventSource> {}

export interface EventSourceOptions extends EventSourceInit {
  /** Sent with each request, beside `Accept` and `Last-Event-ID`. A `Last-Event-ID` here is where the first one begins. */
  readonly headers?: HeadersInit | undefined;
  /** GET by default. */
  readonly method?: string | undefined;
  /** Sent again with each request. */
  readonly body?: string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | FormData | URLSearchParams | undefined;
  /** Asks in place of the runtime's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Bytes (UTF-8) of one event's lines, 16 MiB by default: the connection fails on one that is larger. */
  readonly maxEventBytes?: number | undefined;
}

const connecting = 0;
const open = 1;
const closed = 2;

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;
