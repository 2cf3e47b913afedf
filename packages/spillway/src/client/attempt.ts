import { createSmallDecoder } from '../codec/decode-text.ts';
import type { DecoderHandlers } from '../codec/decoder-handlers.ts';
import { SpillwayError } from '../error.ts';
import { classifyResponse, isEventStream } from './answer.ts';
import type { Transport } from './connection-state.ts';
import type { Environment } from './environment.ts';
import type { FeedRequest } from './feed.ts';
import { parseJson } from './json-text.ts';
import { noPromises, parseOpeningComment } from './opening-comment.ts';
import type { StreamPromises } from './opening-comment.ts';
import type { Page } from './page.ts';
import { headersOf, methodOf, urlOf } from './request.ts';
import type { Input, Standing } from './transition.ts';

/**
 * Makes one attempt: sends the request and reads the answer. `intake` gets everything that arrives and, last, how the
 * attempt ended. Returns a function that stops the attempt: `intake` is not called after that.
 *
 * A proxy may hold a stream back. A GET that may fall back to pages therefore asks for one when its stream stays silent: before
 * the first byte for `firstBytesTimeoutMs`, or after its opening for longer than the promised heartbeat. A page in answer
 * proves that the server is there and the stream is held back. The stream stays open meanwhile: it may only be
 * late. The first bytes from either request cancel the other.
 */
export function attempt(
  request: FeedRequest,
  { transport, mayPoll }: Standing,
  { lastEventId, isRepeat }: Resumption,
  intake: Intake,
  environment: Environment,
): () => void {
  const { fetch, now, after } = environment;
  const { connectTimeoutMs = 15_000, firstBytesTimeoutMs = 5_000 } = request;
  const method = methodOf(request);
  /** The requests in flight: one, or two while a page is asked for beside a silent stream. */
  const requests = new Set<AbortController>();
  let mayProbe = mayPoll && transport === 'stream';
  let streamCursor = lastEventId;
  let isOver = false;
  let cancelTimer: (() => void) | undefined;
  void run(transport === 'stream' ? ask(transport, lastEventId, 0) : askForPages());
  return stop;

  /** A result of `undefined` says that another request has taken over. */
  async function run(result: Promise<Input | undefined>): Promise<void> {
    try {
      const input = await result;
      if (input) finish(input);
    } catch (cause) {
      const error = cause instanceof SpillwayError ? cause : new SpillwayError('network', String(cause), { cause });
      // An event that is too large now would be too large again.
      finish({ type: error.code === 'event-too-large' ? 'failed' : 'dropped', error });
    }
  }

  /** Loads the code for pages, which most clients never need. */
  function askForPages(): Promise<Input | undefined> {
    limit(connectTimeoutMs);
    return import('./polling.ts').then(
      ({ poll }) =>
        poll(
          (cursor, waitSeconds, read) => ask(transport, cursor, waitSeconds, read),
          readiness,
          request,
          lastEventId,
          mayPoll,
          intake,
          environment,
        ),
      (cause: unknown) => ({
        type: mayPoll ? 'failed' : 'dropped',
        error: new SpillwayError('network', String(cause), { cause }),
      }),
    );
  }

  function finish(input: Input): void {
    if (isOver) return;
    stop();
    intake.take(input);
  }

  function stop(): void {
    isOver = true;
    cancelTimer?.();
    for (const each of requests) each.abort();
  }

  /** Calls `task` unless something arrives within `ms`; by default, ends the attempt. */
  function limit(ms: number, task = () => timeOut(ms)): void {
    cancelTimer?.();
    if (!isOver) cancelTimer = after(ms, task);
  }

  function timeOut(ms: number): void {
    finish({ type: 'dropped', error: new SpillwayError('timeout', `nothing came for ${ms} ms`) });
  }

  /** Sends the request and has its answer read: an event stream here, whatever was asked for, and a page by `read`. */
  async function ask<End>(
    asked: Transport,
    cursor: string,
    waitSeconds: number,
    read?: ReadPage<End>,
  ): Promise<Input | End | undefined> {
    requests.clear();
    await readiness();
    limit(connectTimeoutMs + waitSeconds * 1000);
    const own = new AbortController();
    const response = await send(asked, cursor, waitSeconds, own);
    const input = await classifyResponse(response, asked, now());
    if (input || isOver) return input;
    if (!read) return readStream(response, own);
    if (!isEventStream(response)) return read(response);
    intake.take({ type: 'no-pages' });
    return readStream(response, own);
  }

  async function send(asked: Transport, cursor: string, waitSeconds: number, own: AbortController): Promise<Response> {
    requests.add(own);
    const headers = await headersOf(request, asked, cursor);
    // Options of fetch itself are passed on; it ignores the others.
    const sent = { ...request, method, headers, cache: 'no-store', signal: own.signal };
    return fetch(urlOf(request, asked, waitSeconds), sent as RequestInit);
  }

  /** The answer to a probe is a stream on trial: if it ends before its first byte, the other one goes on. */
  async function readStream(response: Response, own: AbortController, isTrial = false): Promise<Input | undefined> {
    const { signal } = own;
    // A response from the network has a body, if an empty one.
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let promises: StreamPromises | undefined;
    /** The first byte after a byte order mark. */
    let firstByte: number | undefined;
    let markBytes = 0;
    let hasBytes = false;
    let hasLine = false;
    /** Whether anything followed the opening block. */
    let isFlowing = false;
    const decoder = createSmallDecoder({
      ...intake,
      comment(text) {
        if (promises) isFlowing = true;
        else open(parseOpeningComment(text));
      },
      event(event) {
        isFlowing = true;
        streamCursor = event.id ?? streamCursor;
        intake.event(event);
      },
      lastEventId(id) {
        streamCursor = id;
        intake.lastEventId(id);
      },
    });
    signal.addEventListener('abort', () => {
      // Drops the rest of the chunk that is being read.
      decoder.reset();
      // An aborted fetch has ended the body already, with an error that is no news.
      reader.cancel().catch(() => {});
    });

    // Where there is an alternative the headers prove nothing: a proxy may pass them and hold back the stream.
    if (!mayProbe && !isRepeat) intake.take({ type: 'opened', transport: 'stream' });
    for (;;) {
      watch();
      const chunk = await unlessAborted(reader.read(), signal);
      // Looked at again: the other stream may have brought bytes in the same turn.
      if (!chunk || signal.aborted) return undefined;
      const { done, value } = chunk;
      if (done && isTrial && !hasBytes) return undefined;
      if (done) break;
      for (const other of requests) if (other !== own) other.abort();
      if (!isRepeat && !hasBytes) intake.take({ type: 'opened', transport: 'stream' });
      // Only a comment in the first line is an opening comment.
      if (firstByte === undefined) {
        let at = 0;
        // A byte order mark counts for nothing, however it is cut.
        while (at < value.length && value[at] === byteOrderMark[markBytes]) {
          at += 1;
          markBytes += 1;
        }
        firstByte = value[at];
        if (firstByte !== undefined && firstByte !== colon) open(noPromises);
      }
      await readiness();
      hasBytes ||= value.length > 0;
      hasLine ||= value.includes(lineFeed) || value.includes(carriageReturn);
      decoder.push(value);
    }
    const error = new SpillwayError('closed', 'the server ended the stream');
    if (method === 'GET') throw error;
    // A request that may have cost something is not repeated for an answer that is complete. One without a line may
    // be the beginning of a head that broke off, which browsers take for a whole one.
    return hasLine ? { type: 'ended' } : { type: 'failed', error };

    function open(made: StreamPromises): void {
      promises = made;
      intake.open(made);
    }

    /** Decides how long the stream may be silent now. */
    function watch(): void {
      const { heartbeatMs } = promises ?? noPromises;
      if (!hasBytes) limit(mayProbe ? firstBytesTimeoutMs : Infinity, () => void run(probe(connectTimeoutMs)));
      // A line that has begun has to end. (A request that may have cost something is not repeated for that.)
      else if (!hasLine) limit(method === 'GET' ? firstBytesTimeoutMs : Infinity);
      else if (mayProbe && !isFlowing) limit(1.5 * heartbeatMs, () => void run(probe(0.5 * heartbeatMs)));
      else limit(2 * heartbeatMs);
    }

    /**
     * Asks for a page beside the silent stream. The attempt ends if neither answers within `patienceMs`. An answer that proves
     * nothing, such as 503 or a failed request, leaves the stream alone, and a page is asked for again later.
     */
    async function probe(patienceMs: number): Promise<Input | undefined> {
      mayProbe = false;
      limit(patienceMs);
      const controller = new AbortController();
      try {
        const answer = await send('long-polling', streamCursor, 0, controller);
        const input = await classifyResponse(answer, 'long-polling', now());
        const isStream = !input && isEventStream(answer);
        const isPage = !input && !isStream && Array.isArray((parseJson(await answer.text()) as Partial<Page>)?.events);
        // The stream has begun to flow.
        if (controller.signal.aborted) return undefined;
        if (isPage) return { type: 'buffered' };
        if (input?.type === 'dropped' || input?.type === 'refused') throw input.error;
        intake.take({ type: 'no-pages' });
        if (!hasBytes) {
          intake.take({ type: 'opened', transport: 'stream' });
          watch();
        }
        if (isStream) return await readStream(answer, controller, true);
      } catch (cause) {
        if (cause instanceof SpillwayError && cause.code === 'event-too-large') throw cause;
        if (!hasBytes && !controller.signal.aborted) {
          mayProbe = true;
          watch();
        }
      }
      requests.delete(controller);
      controller.abort();
      return undefined;
    }
  }

  /** Waits while nothing more should be read, however long that takes. */
  async function readiness(): Promise<void> {
    cancelTimer?.();
    await intake.ready();
    if (isOver) throw new DOMException('stopped', 'AbortError');
  }
}

/** Gives `undefined` where another request has taken over and this one was aborted. */
function unlessAborted<Value>(result: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  return result.then(
    (value) => (signal.aborted ? undefined : value),
    (error: unknown) => {
      if (!signal.aborted) throw error;
      return undefined;
    },
  );
}

/** Where an attempt goes on. */
export interface Resumption {
  readonly lastEventId: string;
  /** A request that may not simply be repeated has delivered events before: the answer may start over. */
  readonly isRepeat: boolean;
}

/** Takes what an attempt brings, and decides how it goes on. */
export interface Intake extends DecoderHandlers {
  /** To be waited for before anything more is read. */
  ready(this: void): Promise<void> | undefined;
  /** An answer begins; what it promises is known. Comes before its first event. */
  open(promises: StreamPromises): void;
  /** The cursor moved without an event. */
  lastEventId(id: string): void;
  /** What else happened. */
  take(input: Input): void;
}

/** Asks for a page. Gives what follows from the answer, or what `read` made of a page. */
export type AskForPage = <End>(
  cursor: string,
  waitSeconds: number,
  read: ReadPage<End>,
) => Promise<Input | End | undefined>;

type ReadPage<End> = (response: Response) => Promise<End>;

/** U+FEFF in UTF-8. */
const byteOrderMark = [0xef, 0xbb, 0xbf];
const colon = 58;
const lineFeed = 10;
const carriageReturn = 13;
