import { createDecoder } from 'spillway/codec';
import type { DecodedEvent } from 'spillway/codec';

/** An event stream while it is read. */
export interface OpenStream {
  /** What the opening block said: its comment, its reconnection time, and its cursor unless a gap came first. */
  opening(): Promise<Opening>;
  next(): Promise<DecodedEvent>;
  leave(): Promise<void>;
}

export interface Opening {
  readonly heartbeatComment: string | undefined;
  readonly retryMs: number | undefined;
  readonly cursor: string | undefined;
}

export function readStream(body: ReadableStream<Uint8Array>): OpenStream {
  const reader = body.getReader();
  const events: DecodedEvent[] = [];
  let heartbeatComment: string | undefined;
  let retryMs: number | undefined;
  let cursor: string | undefined;
  const decoder = createDecoder({
    event: (event) => events.push(event),
    comment: (comment) => (heartbeatComment ??= comment),
    retry: (ms) => (retryMs ??= ms),
    lastEventId: (id) => (cursor ??= id),
  });

  async function readUntil(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      const { done, value } = await reader.read();
      if (done) throw new Error('the stream has ended');
      decoder.push(value);
    }
  }

  return {
    async opening() {
      await readUntil(() => cursor !== undefined || events.length > 0);
      return { heartbeatComment, retryMs, cursor };
    },
    async next() {
      await readUntil(() => events.length > 0);
      const event = events.shift();
      if (event === undefined) throw new Error('there is no event');
      return event;
    },
    leave: () => reader.cancel(),
  };
}
