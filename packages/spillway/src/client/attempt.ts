import { createSmallDecoder } from '../codec/decode-text.ts';
import type { DecoderHandlers } from '../codec/decoder-handlers.ts';
import { SpillwayError } from '../error.ts';
import { judge } from './answer.ts';
import type { Environment } from './environment.ts';
import type { FeedRequest } from './feed.ts';
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
  lastEventId: string,
  intake: Intake,
  environment: Environment,
): () => void {
  const { fetch, now, after } = environment;
  const { connectTimeoutMs = 15_000, firstBytesTimeoutMs = 5_000 } = request;
  const method = methodOf(request);
  const aborter = new AbortController();
  const { signal } = aborter;
  let cancelTimer: (() => void) | undefined;
  void run();
  return stop;

  async function run(): Promise<void> {
    try {
      finish(await (transport === 'stream' ? ask(lastEventId, 0, readStream) : askForPages()));
    } catch (cause) {
      const error = cause instanceof SpillwayError ? cause : new SpillwayError('network', String(cause), { cause });
      // What is too large now would be too large again.
      finish({ type: error.code === 'event-too-large' ? 'failed' : 'dropped', error });
    }
  }

  /** Only those load the code for pages whose network holds streams back. */
  function askForPages(): Promise<Input> {
    limit(connectTimeoutMs);
    return import('./polling.ts').then(
      ({ poll }) => poll(ask, readiness, lastEventId, mayPoll, intake, environment),
      (cause: unknown) => ({
        type: mayPoll ? 'failed' : 'dropped',
        error: new SpillwayError('network', String(cause), { cause }),
      }),
    );
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
  function limit(ms: number): void {
    cancelTimer?.();
    cancelTimer = after(ms, () => {
      finish({ type: 'dropped', error: new SpillwayError('timeout', `nothing came for ${ms} ms`) });
    });
  }

  /** Sends the request once, and has its answer read. */
  async function ask<End>(cursor: string, waitSeconds: number, read: ReadAnswer<End>): Promise<Input | End> {
    await readiness();
    limit(connectTimeoutMs + waitSeconds * 1000);
    const headers = await headersOf(request, transport, cursor);
    // A request has fetch's own options among those that are ours.
    const sent = { ...request, method, headers, cache: 'no-store', signal };
    const response = await fetch(urlOf(request, transport, waitSeconds), sent as RequestInit);
    return (await judge(response, transport, now())) ?? read(response);
  }

  async function readStream(response: Response): Promise<Input> {
    // A response from the network has a body, if an empty one.
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let silenceMs = Infinity;
    let hasLine = false;
    const decoder = createSmallDecoder(
      {
        ...intake,
        comment(text) {
          silenceMs = silenceLimit(text) || silenceMs;
        },
      },
      { lastEventId },
    );
    signal.addEventListener('abort', () => {
      // What is left of the piece that is being read is for nobody.
      decoder.reset();
      // An aborted fetch has ended it already, with an error that is no news.
      reader.cancel().catch(() => {});
    });

    // Where there is an alternative the headers prove nothing: a proxy may let them pass and hold back the stream.
    let limitMs = mayPoll ? firstBytesTimeoutMs : Infinity;
    if (!mayPoll) intake.take({ type: 'opened' });
    for (;;) {
      limit(limitMs);
      const { done, value } = await reader.read();
      if (done) break;
      intake.take({ type: 'opened' });
      await readiness();
      decoder.push(value);
      // A stream's first line may promise heartbeats. Whoever has begun it has to come to its end.
      hasLine ||= value.includes(10) || value.includes(13);
      limitMs = hasLine ? silenceMs : firstBytesTimeoutMs;
    }
    const error = new SpillwayError('closed', 'the server ended the stream');
    if (method === 'GET') throw error;
    // A request that may have cost something is not repeated for an answer that is complete. One without a line may
    // be the beginning of a head that broke off, which browsers take for a whole one.
    return hasLine ? { type: 'ended' } : { type: 'failed', error };
  }

  /** Waits as long as nothing more should be read, which takes the time that it takes. */
  async function readiness(): Promise<void> {
    cancelTimer?.();
    await intake.ready();
    signal.throwIfAborted();
  }
}

/** Who is told of what an attempt brings, and decides how it goes on. */
export interface Intake extends DecoderHandlers {
  /** To be waited for before anything more is read. */
  ready(this: void): Promise<void> | undefined;
  /** The cursor moved without an event. */
  lastEventId(id: string): void;
  /** What else happened. */
  take(input: Input): void;
}

/** Sends the request once. Gives what follows from the answer, or, where it is what was asked for, what its reader gives. */
export type Ask = <End>(cursor: string, waitSeconds: number, read: ReadAnswer<End>) => Promise<Input | End>;

type ReadAnswer<End> = (response: Response) => Promise<End>;
