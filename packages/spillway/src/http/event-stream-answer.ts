import { encodeLines } from '../codec/encode.ts';
import { SpillwayError } from '../error.ts';
import type { Clock } from '../hub/clock.ts';
import type { Connection } from '../hub/connection.ts';
import { defaultHeartbeatMs } from '../hub/heartbeat.ts';
import type { Subscriber } from '../hub/subscriber.ts';
import { systemClock } from '../hub/system-clock.ts';
import { endOfStreamId, pumpEvents } from './event-stream-pump.ts';
import { refuseUnlessSource } from './event-stream-source.ts';
import type { EventStreamSource } from './event-stream-source.ts';
import { decodeLastEventId } from './last-event-id.ts';

/** The settings of a stream for one request, in every runtime. */
export interface EventStreamSettings {
  /** Ends the stream when it is aborted, e.g. because the server shuts down; clients may reconnect. */
  readonly signal?: AbortSignal | undefined;
  /**
   * After so many milliseconds of silence a comment is sent, which keeps proxies from closing the connection and
   * clients from giving it up; default 15,000 (on Bun 8,000, because Bun.serve closes connections
   * that are silent for 10 seconds), at least 100, at most 3,600,000. The stream's first line says it: `: heartbeat 15000`.
   */
  readonly heartbeatMs?: number | undefined;
  /** The reconnection time that the client adopts, in milliseconds; without it the client keeps its own. */
  readonly retryMs?: number | undefined;
  /**
   * Whether the end of the source is told to the client, as an event `end` with the id `end-of-stream`. A native
   * `EventSource` reconnects after every end; with that id it is answered `204 No Content`, and stops. Default: for
   * GET requests. The others come from `fetch`, whose reader sees the end of the response.
   */
  readonly endEvent?: boolean | undefined;
  /**
   * Whether the source continues after the `lastEventId` that it is given; default false. A client whose POST is repeated
   * after a lost connection appends the answer only if the stream says that it resumes; otherwise it starts over.
   */
  readonly resumes?: boolean | undefined;
  /** Is told what the source threw, and what it yielded that is no event; default `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Time; default the runtime's. */
  readonly clock?: Clock | undefined;
}

/** What a stream must know of the request that it answers. */
export interface StreamRequest {
  /** Undefined where the request is not known. */
  readonly method: string | undefined;
  /** The header `Last-Event-ID`, as the server has it. */
  readonly lastEventId: string | readonly string[] | null | undefined;
  /** Each of these ends the stream. */
  readonly signals: readonly AbortSignal[];
}

/**
 * Decides the answer to one request, for `Response` and node:http alike: `ended` is to be answered with 204, everything
 * else with an open stream, by attaching its connection.
 */
export function answerEventStream(
  source: EventStreamSource,
  settings: EventStreamSettings,
  request: StreamRequest,
): 'ended' | ((connection: Connection) => Subscriber) {
  const { heartbeatMs = defaultHeartbeatMs, retryMs, endEvent = request.method === 'GET', resumes = false } = settings;
  const { clock = systemClock, onError = console.error } = settings;
  refuseUnlessSource(source);
  refuseUnlessBetween('heartbeatMs', heartbeatMs, 100, 3_600_000);
  const lastEventId = decodeLastEventId(request.lastEventId);
  if (lastEventId === endOfStreamId) return 'ended';
  const comment = `heartbeat ${heartbeatMs}${resumes && lastEventId !== '' ? ' resumes' : ''}`;
  const opening = encodeLines({ comment, retry: retryMs });
  const pumpSettings = { clock, opening, heartbeatMs, endEvent, lastEventId, signals: request.signals, onError };
  return (connection) => pumpEvents(source, pumpSettings, connection);
}

/** The headers of `204 No Content`, the answer to a client that comes again after the end. */
export const endedHeaders: Readonly<Record<string, string>> = Object.freeze({ 'Cache-Control': 'no-store' });

function refuseUnlessBetween(option: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new SpillwayError('invalid-option', `${option} must be a whole number from ${least} to ${most}`);
  }
}
