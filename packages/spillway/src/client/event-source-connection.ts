import { createSmallDecoder } from '../codec/decode-text.ts';
import { SpillwayError } from '../error.ts';
import { byteString } from './byte-string.ts';
import type { EventSourceOptions } from './event-source-interface.ts';

/**
 * Connects to an event stream, and again whenever it ends, until that is futile; `tell` is given each event with the
 * ready state as of then. Returns a function that ends it: nothing is told from then on.
 *
 * Source: WHATWG HTML, section 9.2.3 (processing model).
 *
 * @throws TypeError for what fetch would refuse each time; {@link SpillwayError} `invalid-option`
 */
export function keepConnected(
  url: string,
  options: EventSourceOptions,
  tell: (readyState: number, event: Event) => void,
): () => void {
  /** What has been read, but not told yet. */
  const events: Event[] = [];
  /** Of the last answer that was a stream. */
  let origin = '';
  let reconnectionTimeMs = 3000;
  /** Whether the stream has set the last event id, if only to nothing: that of the options counts no more. */
  let hasId = false;
  /** How many requests in a row the server of another origin has answered, but not for this one. */
  let refusals = 0;
  let aborter: AbortController;
  let timer: ReturnType<typeof setTimeout>;

  const decoder = createSmallDecoder(
    {
      event({ event = 'message', data, id, lastEventId }) {
        hasId ||= id !== undefined;
        events.push(new MessageEvent(event, { data, origin, lastEventId }));
      },
      lastEventId() {
        hasId = true;
      },
      retry(retryMs) {
        reconnectionTimeMs = retryMs;
      },
    },
    options,
  );
  void new Request(url, request());
  void connect();
  return () => {
    // [spec] The close() method must abort any instances of the fetch algorithm started for this EventSource object.
    aborter.abort();
    clearTimeout(timer);
  };

  function request(): RequestInit {
    const headers = new Headers(options.headers);
    // [spec] User agents may set (`Accept`, `text/event-stream`) in request's header list.
    headers.set('Accept', 'text/event-stream');
    // [spec] If the EventSource object's last event ID string is not the empty string, then […] set (`Last-Event-ID`,
    // lastEventIDValue) in request's header list.
    if (hasId) headers.delete('Last-Event-ID');
    if (decoder.lastEventId) headers.set('Last-Event-ID', byteString(decoder.lastEventId));
    return {
      ...(options as RequestInit),
      headers,
      credentials: options.withCredentials ? 'include' : 'same-origin',
      // [spec] Set request's cache mode to "no-store".
      cache: 'no-store',
    };
  }

  /** (Asynchronous, so that a fetch that throws at once is no different from one that fails.) */
  async function send(init: RequestInit): Promise<Response> {
    return (options.fetch ?? fetch)(url, init);
  }

  async function connect(): Promise<void> {
    const { signal } = (aborter = new AbortController());
    let status: number | undefined;
    let message = 'the server ended the stream';
    let willRetry = true;
    try {
      const response = await send({ ...request(), signal });
      signal.throwIfAborted();
      status = response.status;
      const type = String(response.headers.get('Content-Type'));
      // [spec] If res's status is not 200, or if res's `Content-Type` is not `text/event-stream`, then fail the
      // connection.
      willRetry = status === 200 && /^text\/event-stream[\t ]*(;|$)/i.test(type);
      if (willRetry) {
        // [spec] Otherwise, announce the connection and interpret res's body line by line.
        origin = new URL(response.url || url).origin;
        refusals = 0;
        tell(open, new Event('open'));
        decoder.reset();
        await response.body?.pipeTo(
          new WritableStream({
            async write(chunk) {
              try {
                decoder.push(chunk);
              } finally {
                for (const event of events.splice(0)) {
                  // [spec] Queue a task which, if the readyState attribute is set to a value other than CLOSED,
                  // dispatches the newly created event at the EventSource object.
                  if (!signal.aborted) tell(open, event);
                  // (No script has such tasks. But who awaits an event, through a few promises, is back before the next.)
                  for (let turns = 9; turns > 0; turns--) await Promise.resolve();
                }
              }
            },
          }),
          { signal },
        );
      } else {
        message = `the server answered ${status}, ${type}`;
      }
    } catch (error) {
      ({ message } = error as Error);
      refusals = (await isRefused(signal)) ? refusals + 1 : 0;
      if (refusals) message = `${message}: the server answers, but ${reasonOfRefusal()}`;
      // [spec] If res is an aborted network error, then fail the connection. Otherwise, if res is a network error, then
      // reestablish the connection, unless the user agent knows that to be futile.
      const isFutile =
        (error as Error).name === 'AbortError' ||
        // An event that is too large now would be too large again.
        error instanceof SpillwayError ||
        // Other schemes have no network that could fail.
        !url.startsWith('http') ||
        // A stream that was open before may have been lost to the network, and the server be back by now.
        refusals > (origin ? 2 : 0);
      willRetry = !isFutile;
    }
    // [spec] If the readyState attribute is set to CLOSED, abort the task.
    if (signal.aborted) return;
    // Ends what is left of an answer that nobody reads.
    aborter.abort();
    // [spec] Wait a delay equal to the reconnection time of the event source.
    if (willRetry) timer = setTimeout(connect, Math.min(reconnectionTimeMs, longestTimerMs));
    tell(willRetry ? connecting : closed, Object.assign(new Event('error'), { status, message, willRetry }));
  }

  function reasonOfRefusal(): string {
    return decoder.lastEventId
      ? 'not to the preflight for Last-Event-ID, which it must allow (Access-Control-Allow-Headers)'
      : 'does not allow this origin (CORS)';
  }

  /** Whether another origin's server does answer, but not this one (CORS): a script is not told why fetch failed. */
  async function isRefused(signal: AbortSignal): Promise<boolean> {
    const ours = globalThis.origin;
    if (!ours || new URL(url).origin === ours) return false;
    return send({ method: 'HEAD', mode: 'no-cors', credentials: 'omit', signal }).then(
      () => true,
      () => false,
    );
  }
}

/** The ready states. */
export const connecting = 0;
const open = 1;
export const closed = 2;

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;
