import { SpillwayError } from '../error.ts';
import type { Retention } from './event-log.ts';

/** A retention with every bound set, `Infinity` where there is none. */
export interface RetentionBounds {
  readonly events: number;
  readonly bytes: number;
  readonly ageMs: number;
}

/** The bounds of `retention`, and those of `defaults` where it sets none. */
export function retentionBounds(retention: Retention, defaults: Retention): RetentionBounds {
  const { events = Infinity, bytes = Infinity, seconds = Infinity } = { ...defaults, ...retention };
  for (const [name, bound] of Object.entries({ events, bytes, seconds })) {
    if (!(bound > 0)) throw new SpillwayError('invalid-option', `retention.${name} must be over 0, not ${bound}`);
  }
  return { events, bytes, ageMs: seconds * 1000 };
}
