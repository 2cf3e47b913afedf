import { encodeEvent } from '../codec/encode.ts';

/** Says that events after a cursor may be missing, and why. */
export interface Gap {
  /** `trimmed`: no longer kept; `unknown`: no such id; `epoch`: the cursor belongs to another life of the log. */
  readonly reason: 'trimmed' | 'unknown' | 'epoch';
  /** The last id that the subscriber is known to have. */
  readonly after: string;
}

/** The gap as a named event that a native `EventSource` can listen for; a resume from its id is exact again. */
export function encodeGap(gap: Gap, resumeFrom: string): string {
  return encodeEvent({ event: 'gap', id: resumeFrom, data: JSON.stringify(gap) });
}
