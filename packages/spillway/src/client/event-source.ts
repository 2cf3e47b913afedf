import { closed, connecting, keepConnected } from './event-source-connection.ts';
import type * as Interface from './event-source-interface.ts';
import { createHandlerAttribute } from './handler-attribute.ts';
import { finishInterface } from './web-idl.ts';

/** (With the types of what is listened for.) */
const Listened = EventTarget as new () => Pick<Interface.EventSource, keyof EventTarget>;

/**
 * The platform's `EventSource`, over fetch: the same class, events and reconnecting, by the letter of the standard, on
 * every runtime that has fetch, with what the platform's lacks: headers of your own, another method with a body,
 * another `fetch`, and errors that say what happened ({@link Interface.EventSourceErrorEvent}).
 *
 * It differs where a script cannot do what a browser can: events are not `isTrusted`; a reconnect to another origin
 * that carries `Last-Event-ID` is preceded by a preflight, and fails for good where the server, three times in a row, answers but does
 * not allow it; a URL must not hold a user name or password; after
 * `window.stop()` it connects again; and Firefox, once redirected, holds the connection of a closed one until its page
 * is closed, too. It reconnects to the URL that it was given, not to where that has led.
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
export const EventSource: Interface.EventSourceConstructor = class EventSource extends Listened {
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSED: 2;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSED: 2;

  static {
    finishInterface(this, 'EventSource', ['CONNECTING', 'OPEN', 'CLOSED']);
  }

  readonly #url: string;
  readonly #withCredentials: boolean;
  #readyState: number = connecting;
  readonly #end: () => void;
  readonly #onopen = createHandlerAttribute<Handlers['onopen']>(this, 'open');
  readonly #onmessage = createHandlerAttribute<Handlers['onmessage']>(this, 'message');
  readonly #onerror = createHandlerAttribute<Handlers['onerror']>(this, 'error');

  constructor(url: string | URL, options: Interface.EventSourceOptions | null = {}) {
    super();
    // [Web IDL] Arguments are converted once, from left to right: `url` to a USVString, and `options` to a dictionary, whose
    // members are read in lexicographical order.
    if (arguments.length === 0) throw new TypeError('an EventSource needs a URL');
    const text = `${url}`.toWellFormed();
    if (options !== null && Object(options) !== options) throw new TypeError('the options must be an object');
    const { body, fetch, headers, maxEventBytes, method, withCredentials } = options ?? {};
    // [spec] Let urlRecord be the result of encoding-parsing a URL given url, relative to settings. If urlRecord is
    // failure, then throw a "SyntaxError" DOMException.
    const base = globalThis.document?.baseURI ?? globalThis.location?.href;
    if (!URL.canParse(text, base)) throw new DOMException(`${text} is not a URL`, 'SyntaxError');
    this.#url = new URL(text, base).href;
    this.#withCredentials = Boolean(withCredentials);
    this.#end = keepConnected(
      this.#url,
      { body, fetch, headers, maxEventBytes, method, withCredentials: this.#withCredentials },
      (readyState, event) => {
        this.#readyState = readyState;
        this.dispatchEvent(event);
      },
    );
  }

  get url(): string {
    return this.#url;
  }
  get withCredentials(): boolean {
    return this.#withCredentials;
  }
  get readyState(): number {
    return this.#readyState;
  }

  get onopen(): Handlers['onopen'] {
    return this.#onopen.get();
  }
  set onopen(handler) {
    this.#onopen.set(handler);
  }
  get onmessage(): Handlers['onmessage'] {
    return this.#onmessage.get();
  }
  set onmessage(handler) {
    this.#onmessage.set(handler);
  }
  get onerror(): Handlers['onerror'] {
    return this.#onerror.get();
  }
  set onerror(handler) {
    this.#onerror.set(handler);
  }

  close(): void {
    this.#readyState = closed;
    this.#end();
  }
};

export type EventSource = Interface.EventSource;
type Handlers = Pick<EventSource, 'onopen' | 'onmessage' | 'onerror'>;
