import { createDecoder } from '../codec/decode.ts';
import type { DecodedEvent } from '../codec/stream-event.ts';
import { SpillwayError } from '../error.ts';
import { errorOf, judge } from './answer.ts';
import { parseRetryAfter } from './backoff.ts';
import type { Environment } from './environment.ts';
import type { FeedRequest } from './feed.ts';
import { readPage } from './page.ts';
import { headersOf, methodOf, urlOf } from './request.ts';
import type { Input, Standing } from './transition.ts';
import { silenceLimit } from './watchdog.ts';

/**
 * Makes one attempt: asks the server and reads what it answers. The intake is told of all that comes, and last of how
 * it ended. Returns a function that stops it: from then on nobody is told of anything.
 */
export function attempt(
  request: FeedRequest,
  { transport, mayPoll }: Standing,
  intake: Intake,
  { fetch, now, after }: Environment,
): () => void {
  const { connectTimeoutMs = 15_000, firstBytesTimeoutMs = 5_000, body, credentials } = request;
  const method = methodOf(request);
  const aborter = new AbortController();
  const { signal } = aborter;
  let cancelTimer: (() => void) | undefined;
  // Whoever starts this has first to know how to stop it.
  queueMicrotask(run);
  return stop;

  async function run(): Promise<void> {
    try {
      finish(await ask());
    } catch (cause) {
      const error =
        cause instanceof SpillwayError ? cause : new SpillwayError('network', 'the connection failed', { cause });
      // What is too large now would be too large again.
      finish({ type: error.code === 'event-too-large' ? 'failed' : 'dropped', error });
    }
  }

  function finish(input: Input): void {
    if (signal.aborted) return;
    stop();
    intake.take(input);
  }

  function stop(): void {
    cancelTimer?.();
    aborter.abort();
  }

  /** Gives what comes next so many milliseconds. */
  function limit(ms: number | undefined): void {
    cancelTimer?.();
    if (ms === undefined) return;
    cancelTimer = after(ms, () => {
      finish({ type: 'dropped', error: new SpillwayError('timeout', `nothing came for ${ms} ms`) });
    });
  }

  /** Asks once for a stream, or for page after page. */
  async function ask(): Promise<Input> {
    const streamAgainAtMs = now() + streamAgainMs;
    // The first page is to show that there are pages: it does not wait for events.
    for (let waitSeconds = 0; ; waitSeconds = pageWaitSeconds) {
      limit(connectTimeoutMs + waitSeconds * 1000);
      const headers = await headersOf(request, transport, intake.lastEventId());
      const url = urlOf(request, transport, waitSeconds);
      const sent = { method, headers, body, credentials, cache: 'no-store', signal };
      const response = await fetch(url, sent as RequestInit);
      const verdict = judge(response.status, response.headers.get('Content-Type'), transport);
      if (verdict === 'stream') return readStream(response.body);
      if (verdict === 'ended') return { type: verdict };
      if (verdict !== 'page') {
        const floorMs = parseRetryAfter(response.headers.get('Retry-After'), now());
        return { type: verdict, error: await errorOf(response), floorMs };
      }

      const page = readPage(await response.text(), intake.lastEventId());
      if (page === undefined) {
        return { type: 'failed', error: new SpillwayError('unexpected-content-type', 'no page of events') };
      }
      cancelTimer?.();
      intake.take({ type: 'opened', transport });
      for (const event of page.events) {
        await readiness();
        intake.event(event);
      }
      await readiness();
      intake.moved(page.cursor);
      if (mayPoll && now() >= streamAgainAtMs) return { type: 'reconnect' };
      if (waitSeconds > 0 && page.events.length === 0) {
        // A server that does not wait after all is not asked in a loop without rest.
        await new Promise<void>((resolve) => (cancelTimer = after(pageRestMs, resolve)));
      }
      await readiness();
    }
  }

  async function readStream(stream: ReadableStream<Uint8Array> | null): Promise<Input> {
    const reader = stream?.getReader();
    let silenceMs: number | undefined;
    const decoder = createDecoder(
      {
        event: intake.event,
        lastEventId: intake.moved,
        retry: (retryMs) => intake.take({ type: 'retry', retryMs }),
        comment(text) {
          silenceMs = silenceLimit(text) ?? silenceMs;
        },
      },
      { lastEventId: intake.lastEventId() },
    );
    signal.addEventListener('abort', () => {
      // What is left of the piece that is being read is for nobody.
      decoder.reset();
      // An aborted fetch has ended it already, with an error that is no news.
      reader?.cancel().catch(() => {});
    });

    // Where there is an alternative the headers prove nothing: a proxy may let them pass and hold back the stream.
    let limitMs = mayPoll ? firstBytesTimeoutMs : undefined;
    if (!mayPoll) intake.take({ type: 'opened', transport: 'stream' });
    for (;;) {
      cancelTimer?.();
      await readiness();
      limit(limitMs);
      const { done, value } = (await reader?.read()) ?? { done: true };
      cancelTimer?.();
      if (done) break;
      intake.take({ type: 'opened', transport: 'stream' });
      // In pieces, so that whoever asks for a pause gets little more.
      for (let at = 0; at < value.length; at += pieceBytes) {
        await readiness();
        decoder.push(value.subarray(at, at + pieceBytes));
      }
      limitMs = silenceMs;
    }
    // A request that may have cost something is not repeated for an answer that is complete.
    if (method !== 'GET') return { type: 'ended' };
    throw new SpillwayError('closed', 'the server ended the stream');
  }

  /** Waits as long as nothing more should be read. */
  async function readiness(): Promise<void> {
    await intake.ready();
    signal.throwIfAborted();
  }
}

/** Who is told of what an attempt brings, and decides how it goes on. */
export interface Intake {
  /** The cursor. */
  lastEventId(this: void): string;
  /** To be waited for before anything more is read. */
  ready(this: void): Promise<void> | undefined;
  event(this: void, event: DecodedEvent): void;
  /** The cursor moved without an event. */
  moved(this: void, lastEventId: string): void;
  /** What else happened. */
  take(this: void, input: Input): void;
}

/** How long a page may wait for its first event: less than the idle time after which proxies commonly cut. */
const pageWaitSeconds = 25;
/** How long to rest after an empty page. */
const pageRestMs = 1000;
/** After so long on pages the stream is tried again: the network may be another by now. */
const streamAgainMs = 600_000;
/** Some hundred small events. */
const pieceBytes = 16_384;
