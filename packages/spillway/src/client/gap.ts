/** Says that events after a cursor may be missing, and why (PROTOCOL.md, Gaps). */
export interface Gap {
  /** `trimmed`: no longer kept; `unknown`: no such id; `epoch`: the cursor belongs to another life of the log. */
  readonly reason: 'trimmed' | 'unknown' | 'epoch';
  /** The last id that the subscriber is known to have. */
  readonly after: string;
}
