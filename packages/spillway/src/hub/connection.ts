/**
 * One open stream as the hub sees it: something that takes bytes. Adapters make one of each HTTP response; tests
 * make one of an array.
 */
export interface Connection {
  /**
   * Takes `bytes`, in one write. They are shared between subscribers: they must not be changed, and may be kept.
   * Returns whether more is welcome at once. After `false` the hub writes nothing until `Subscriber.drained()` is
   * called, so at most one write is ever in flight.
   */
  write(bytes: Uint8Array): boolean;

  /** Ends the stream, after what was written; the hub calls it at most once and writes nothing after it. */
  end(): void;
}
