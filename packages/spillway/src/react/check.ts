import { SpillwayError } from '../error.ts';

/** What a hook was given as URL; without the check, what was forgotten would become the path `undefined`. */
export function checkUrl(url: string | URL): string {
  if (typeof url === 'string' || url instanceof URL) return String(url);
  throw new SpillwayError(
    'invalid-option',
    `${String(url)} is no URL: pass a text, a URL, or null for no subscription`,
  );
}

/** How many events or keys a hook was told to keep. */
export function checkKeep(keep: number): number {
  if (keep >= 1) return keep;
  throw new SpillwayError('invalid-option', `keep is ${keep}: say how many to keep, 1 or more`);
}
