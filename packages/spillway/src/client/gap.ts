/** Says that events after a cursor may be missing, and why (PROTOCOL.md, Gaps). */
export interface Gap {
  /**
   * - `trimmed`: the events are no longer kept.
   * - `unknown`: the log holds no event with this id.
   * - `epoch`: the cursor belongs to another life of the log.
   * - `buffered`: a proxy held the stream back, and the subscription had no cursor yet. Only the client reports this one.
   */
  readonly reason: 'trimmed' | 'unknown' | 'epoch' | 'buffered';
  /** The last id that the subscriber is known to have. */
  readonly after: string;
}
