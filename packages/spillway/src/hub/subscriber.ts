/** What the holder of a connection may tell the hub about one subscriber. */
export interface Subscriber {
  /** The connection that was full takes bytes again. */
  drained(): void;
  /** The connection is gone: nothing more is written to it. Closing twice is harmless. */
  close(): void;
}
