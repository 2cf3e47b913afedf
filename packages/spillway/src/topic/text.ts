import { SpillwayError } from '../error.ts';

/** Unicode's control characters: C0 (CR, LF, NUL, …), DEL and C1. */
const control = /\p{Cc}/u;

/** Tells whether `text` takes more than `maxBytes` as UTF-8; counts only where the length alone does not decide. */
export function isLongerThan(text: string, maxBytes: number): boolean {
  // A UTF-16 code unit takes one to three bytes (a surrogate pair takes four together).
  if (text.length * 3 <= maxBytes) return false;
  if (text.length > maxBytes) return true;
  let bytes = text.length;
  for (let i = 0; i < text.length && bytes <= maxBytes; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair counts two.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes > maxBytes;
}

/** Refuses text that UTF-8 cannot carry: encoding it would silently replace the lone surrogate by U+FFFD. */
export function refuseLoneSurrogate(text: string, what: string): void {
  if (!text.isWellFormed()) {
    throw new SpillwayError(
      'lone-surrogate',
      `${what} holds half of a surrogate pair, which UTF-8 cannot carry; do not cut strings inside a character`,
    );
  }
}

/** Names the first control character in `text` as `U+000A`, if there is one. */
export function findControlCharacter(text: string): string | undefined {
  const found = control.exec(text);
  if (found === null) return undefined;
  return `U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
