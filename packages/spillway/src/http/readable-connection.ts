import type { Connection } from '../hub/connection.ts';
import type { Subscriber } from '../hub/subscriber.ts';

/** How a stream's body buffers. */
export interface ReadableOptions {
  /**
   * How many bytes may wait for the reader before `write` returns false; default 16 KiB. With 0 a write is welcome
   * only when the reader asks for one.
   */
  readonly highWaterMark?: number;
}

/**
 * A connection as a web `ReadableStream`, the body of a `Response`: a reader that asks for more is `drained()`, one
 * that cancels is `close()`.
 *
 * What `attach` throws, this throws, and no stream is made.
 */
export function openReadable(
  attach: (connection: Connection) => Subscriber,
  options: ReadableOptions = {},
): ReadableStream<Uint8Array> {
  const { highWaterMark = 16 * 1024 } = options;
  let subscriber: Subscriber | undefined;
  let full = false;
  let asked = false;
  let closed = false;

  // Not a stream of type `bytes`: that one takes the buffer of each chunk away, and a hub's bytes are shared.
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        subscriber = attach({
          write(bytes) {
            if (closed) return false;
            full = false;
            asked = false;
            // A reader that waits for more than these bytes asks for it before this returns: see `pull`.
            controller.enqueue(bytes);
            full = !asked && (controller.desiredSize ?? 0) <= 0;
            return !full;
          },
          end() {
            if (closed) return;
            closed = true;
            controller.close();
          },
        });
      },
      pull() {
        asked = true;
        if (!full) return;
        full = false;
        subscriber?.drained();
      },
      cancel() {
        closed = true;
        subscriber?.close();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark }),
  );
}
