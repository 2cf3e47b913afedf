import type { DecodedEvent } from './stream-event.ts';

/** Who is told of what a decoder reads, in the order of the stream and while `push` runs. */
export interface DecoderHandlers {
  /** An event is dispatched. */
  event(event: DecodedEvent): void;
  /** The stream sets the reconnection time, in milliseconds, whether or not an event follows. */
  retry?(retryMs: number): void;
  /** A comment line, without its colon and one space after it. */
  comment?(text: string): void;
  /** A block without data set the last event id: no event tells of it. */
  lastEventId?(id: string): void;
}
