import { encodeComment, encodeEvent } from '../codec/encode.ts';
import { SpillwayError } from '../error.ts';
import type { Clock } from '../hub/clock.ts';
import type { Connection } from '../hub/connection.ts';
import type { Subscriber } from '../hub/subscriber.ts';
import { encodeSourceEvent, openSource } from './event-stream-source.ts';
import type { EventStreamSource, SourceReader } from './event-stream-source.ts';

/**
 * The last event id of a stream that has come to its end. A client that reconnects with it is answered
 * `204 No Content`, and a native `EventSource` then stops.
 */
export const endOfStreamId = 'end-of-stream';

/** All that a stream for one request depends on. */
export interface PumpSettings {
  readonly clock: Clock;
  /** The first bytes of the stream. */
  readonly opening: string;
  /** For how many milliseconds the stream is silent before a heartbeat. */
  readonly heartbeatMs: number;
  /** Whether the end is marked with an `end` event and {@link endOfStreamId}. */
  readonly endEvent: boolean;
  readonly lastEventId: string;
  /** Each of these ends the stream when it is aborted, without a terminal event: the client may reconnect. */
  readonly signals: readonly AbortSignal[];
  readonly onError: (error: unknown) => void;
}

/**
 * Moves events from a source to a connection, one at a time: the next is asked for when the connection takes more.
 * The subscriber that it returns is for the holder of the connection.
 */
export function pumpEvents(source: EventStreamSource, settings: PumpSettings, connection: Connection): Subscriber {
  const { clock, heartbeatMs, signals, onError } = settings;
  const departure = new AbortController();
  const encoder = new TextEncoder();
  let open = true;
  let full = false;
  let reader: SourceReader | undefined;
  let onWelcome: (() => void) | undefined;
  let cancelHeartbeat: (() => void) | undefined;

  for (const signal of signals) signal.addEventListener('abort', interrupt);
  write(settings.opening);
  if (signals.some((signal) => signal.aborted)) interrupt();
  else void pump();

  return {
    drained() {
      full = false;
      onWelcome?.();
    },
    close: leave,
  };

  async function pump(): Promise<void> {
    try {
      reader = await openSource(source, { signal: departure.signal, lastEventId: settings.lastEventId });
      if (!open) return dismissSource();
      while (await welcome()) {
        const step = await reader.next();
        if (step.done) break;
        const frame = encode(step.value);
        // A heartbeat may have filled the connection meanwhile, or the client may have left.
        if (!(await welcome())) return;
        write(frame);
      }
    } catch (error) {
      return fail(error);
    }
    await finish(settings.endEvent ? endFrame : '');
  }

  function encode(item: unknown): string {
    try {
      if (settings.endEvent) refuseEndOfStreamId(item);
      return encodeSourceEvent(item);
    } catch (error) {
      // The source does not know that its item is wrong, and would wait to be asked for the next.
      dismissSource();
      throw error;
    }
  }

  /** Waits until the connection takes more; false when the stream is over instead. */
  async function welcome(): Promise<boolean> {
    if (open && full) await new Promise<void>((resolve) => (onWelcome = resolve));
    return open;
  }

  function write(text: string): void {
    full = !connection.write(encoder.encode(text));
    cancelHeartbeat?.();
    cancelHeartbeat = clock.after(heartbeatMs, beat);
  }

  function beat(): void {
    // A client that does not read has bytes waiting for it; one more heartbeat would tell it nothing.
    if (full) cancelHeartbeat = clock.after(heartbeatMs, beat);
    else write(heartbeat);
  }

  async function fail(error: unknown): Promise<void> {
    if (!open) return reportLate(error);
    try {
      onError(error);
    } finally {
      await finish(settings.endEvent ? errorEndFrame : errorFrame);
    }
  }

  async function finish(lastFrame: string): Promise<void> {
    if (!(await welcome())) return;
    if (lastFrame !== '') write(lastFrame);
    settle();
    connection.end();
  }

  /** A signal ends the stream: the connection is still there. */
  function interrupt(): void {
    if (!open) return;
    leave();
    connection.end();
  }

  /** The client has left, whatever the source is doing: it hears of it at once. */
  function leave(): void {
    if (!open) return;
    settle();
    dismissSource();
  }

  function settle(): void {
    open = false;
    cancelHeartbeat?.();
    for (const signal of signals) signal.removeEventListener('abort', interrupt);
    onWelcome?.();
  }

  function dismissSource(): void {
    departure.abort(new DOMException('The stream is over: nobody waits for more events', 'AbortError'));
    reader?.stop().catch(reportLate);
  }

  /** What a source throws once it was told to stop is news only if it is not about that. */
  function reportLate(error: unknown): void {
    if (error instanceof Error && error.name === 'AbortError') return;
    onError(error);
  }
}

function refuseEndOfStreamId(item: unknown): void {
  if (typeof item === 'object' && item !== null && 'id' in item && item.id === endOfStreamId) {
    throw new SpillwayError(
      'invalid-event',
      `the id ${endOfStreamId} marks the end of a stream: give the event another`,
    );
  }
}

const heartbeat = encodeComment('');

const endFrame = encodeEvent({ event: 'end', id: endOfStreamId, data: '' });

// No detail of the error: it is for the server's log.
const failure = { event: 'error', data: JSON.stringify({ code: 'source-failed', message: 'The stream broke off.' }) };
const errorFrame = encodeEvent(failure);
const errorEndFrame = encodeEvent({ ...failure, id: endOfStreamId });
