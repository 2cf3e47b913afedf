import { SpillwayError } from '../error.ts';

const mebibyte = 1024 * 1024;

/**
 * The bound on an event: what was asked for, or 16 MiB.
 *
 * @throws {@link SpillwayError} `invalid-option` for what is no whole number from 1
 */
export function checkMaxEventBytes(maxEventBytes: number = 16 * mebibyte): number {
  if (!Number.isSafeInteger(maxEventBytes) || maxEventBytes < 1) {
    throw new SpillwayError('invalid-option', 'maxEventBytes must be a whole number, 1 or more');
  }
  return maxEventBytes;
}

/** What a decoder fails with when an event, or a line, is over the bound. */
export function eventTooLarge(maxEventBytes: number): SpillwayError {
  return new SpillwayError(
    'event-too-large',
    `an event, or a line, is over ${maxEventBytes} bytes: raise maxEventBytes to accept it`,
  );
}
