import { createDecoder } from './decode.ts';
import type { DecoderOptions } from './decode.ts';
import { encodeEvent } from './encode.ts';
import type { DecodedEvent, StreamEvent } from './stream-event.ts';

/**
 * A `TransformStream` from the bytes of an event stream to its events. A block that is unfinished when the bytes end
 * is discarded, as the standard says.
 *
 * The stream fails with a {@link SpillwayError} `event-too-large` when an event is over `maxEventBytes`.
 *
 * @example
 * ```ts
 * import { EventDecoderStream } from 'spillway/codec';
 *
 * const response = await fetch('http://localhost:3000/events?topic=orders/*');
 * for await (const event of response.body!.pipeThrough(new EventDecoderStream())) console.log(event.data);
 * ```
 */
export class EventDecoderStream extends TransformStream<Uint8Array, DecodedEvent> {
  constructor(options?: DecoderOptions) {
    let push: (chunk: Uint8Array) => void;
    super({
      start(controller) {
        const decoder = createDecoder({ event: (event) => controller.enqueue(event) }, options);
        push = (chunk) => decoder.push(chunk);
      },
      transform: (chunk) => push(chunk),
    });
  }
}

/**
 * A `TransformStream` from events to the bytes of an event stream, one frame for each event.
 *
 * The stream fails with the {@link SpillwayError} of {@link encodeEvent} when an event cannot be encoded.
 *
 * @example
 * ```ts
 * import { EventEncoderStream } from 'spillway/codec';
 *
 * const encoder = new EventEncoderStream();
 * const response = new Response(encoder.readable, { headers: { 'content-type': 'text/event-stream' } });
 * const writer = encoder.writable.getWriter();
 * await writer.write({ data: 'hello' });
 * ```
 */
export class EventEncoderStream extends TransformStream<StreamEvent, Uint8Array> {
  constructor() {
    const utf8 = new TextEncoder();
    super({ transform: (event, controller) => controller.enqueue(utf8.encode(encodeEvent(event))) });
  }
}

/**
 * The events of a source of bytes, read as they are asked for. Leaving the loop early cancels the source.
 *
 * @throws {@link SpillwayError} `event-too-large`, after the events before it, when an event is over `maxEventBytes`;
 *   and whatever the source fails with.
 *
 * @example
 * ```ts
 * import { decodeEvents } from 'spillway/codec';
 *
 * const response = await fetch('http://localhost:3000/events?topic=orders/*');
 * for await (const { data, lastEventId } of decodeEvents(response.body!)) console.log(lastEventId, data);
 * ```
 */
export async function* decodeEvents(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  options?: DecoderOptions,
): AsyncGenerator<DecodedEvent, void, undefined> {
  let events: DecodedEvent[] = [];
  const decoder = createDecoder({ event: (event) => events.push(event) }, options);
  for await (const chunk of chunksOf(source)) {
    let failure: { readonly error: unknown } | undefined;
    try {
      decoder.push(chunk);
    } catch (error) {
      failure = { error };
    }
    const ready = events;
    events = [];
    yield* ready;
    if (failure !== undefined) throw failure.error;
  }
}

function chunksOf(source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // Not every browser can iterate a ReadableStream.
  return Symbol.asyncIterator in source ? source : readerChunks(source);
}

async function* readerChunks(source: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = source.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Tells the source of a loop that was left early; to one that has ended or failed it is nothing new.
    await reader.cancel();
    reader.releaseLock();
  }
}
