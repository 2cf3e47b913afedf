/** One way of opening streams. A thread's subscribers are numbered from 0. */
export interface Transport {
  /** Begins to open a stream; `lastEventId` is where an earlier one was cut off. */
  open(subscriber: number, lastEventId: string): void;
  /** Breaks a stream off, or the attempt to open it; the listener hears no more of it. */
  cut(subscriber: number): void;
  /** Reads no more of a stream, until `resume`. */
  pause(subscriber: number): void;
  resume(subscriber: number): void;
  /** Ends everything. */
  close(): void;
}

/** Who is told what happens to streams. */
export interface StreamListener {
  /** The server has answered that the stream is open. */
  opened(subscriber: number): void;
  /** A stream could not be opened. */
  failed(subscriber: number, reason: string): void;
  /** An open stream was ended or lost. */
  dropped(subscriber: number): void;
  /** The bytes of the inbox from `start` to `end` have come for a stream. */
  received(subscriber: number, start: number, end: number): void;
}

/** Where all of a thread's streams are received into, one read at a time. */
export interface Inbox {
  /** With room at the front, which the scanner writes on. */
  readonly bytes: Buffer;
  /** What follows that room: reads go there. */
  readonly area: Buffer;
  /** Where the area begins in the bytes. */
  readonly start: number;
}
