import { SpillwayError } from '../error.ts';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const epochLength = 10;

/**
 * A name for a new life of a log: ten random characters of `[0-9a-z]`, so that two lives share one by a chance of
 * about 1 in 10^15. It is short because it travels in the `id:` of every event.
 */
export function newEpoch(): string {
  let epoch = '';
  while (epoch.length < epochLength) {
    for (const byte of crypto.getRandomValues(new Uint8Array(epochLength))) {
      // 252 is the largest multiple of 36 in a byte: what lies above would make some characters likelier.
      if (byte < 252 && epoch.length < epochLength) epoch += alphabet.charAt(byte % 36);
    }
  }
  return epoch;
}

export function checkEpoch(epoch: string): string {
  if (/^[0-9a-z]{1,32}$/.test(epoch)) return epoch;
  throw new SpillwayError(
    'invalid-option',
    `an epoch is 1 to 32 characters of 0-9 and a-z, not ${JSON.stringify(epoch)}`,
  );
}
