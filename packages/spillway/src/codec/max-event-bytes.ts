import { SpillwayError } from '../error.ts';

/**
 * The bound on an event: what was asked for, or 16 MiB.
 *
 * @throws {@link SpillwayError} `invalid-option` for what is no whole number from 1
 */
export function checkMaxEventBytes(maxEventBytes: number = 2 ** 24): number {
  if (!Number.isSafeInteger(maxEventBytes) || maxEventBytes < 1) {
    throw new SpillwayError('invalid-option', 'maxEventBytes must be a whole number from 1');
  }
  return maxEventBytes;
}

/** What a decoder fails with when an event, or a line, is over the bound. */
export function eventTooLarge(maxEventBytes: number): SpillwayError {
  return new SpillwayError('event-too-large', `an event is over ${maxEventBytes} bytes: raise maxEventBytes`);
}
