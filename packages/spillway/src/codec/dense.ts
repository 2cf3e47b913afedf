import { SpillwayError } from '../error.ts';

/**
 * Encodes as PROTOCOL.md (Binary data) says: the bits in units of seven, each a character of one byte of UTF-8; thirty
 * units, whose characters a stream cannot carry or JSON would write as six, take six more bits with them into a
 * character of two bytes.
 *
 * Nothing in the loops of this file branches on the bits: a wrong guess at random ones costs more than all the rest
 * (bench/NOTES.md, Binary).
 */
export function encodeDense(bytes: Uint8Array): string {
  const length = bytes.length * 8;
  // The bits beyond the end are zero.
  const padded = new Uint8Array(bytes.length + 4);
  padded.set(bytes);
  const source = new DataView(padded.buffer);
  const text = new Uint8Array(Math.ceil(length / 13) * 2);
  let size = 0;
  for (let at = 0; at < length;) {
    const window = source.getInt32(at >>> 3) << (at & 7);
    const unit = window >>> 25;
    // 1 for the odd ones below 60.
    const isLong = ((unit - 60) >>> 31) & unit;
    text[size] = firstByteOf[unit] ?? 0;
    text[size + 1] = 0x80 | ((window >>> 19) & 63);
    size += 1 + isLong;
    at += 7 + 6 * isLong;
  }
  return new TextDecoder().decode(text.subarray(0, size));
}

/** Decodes dense text, and nothing else. */
export function decodeDense(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((text.length * 13) / 8));
  let size = 0;
  let window = 0;
  let held = 0;
  let strange = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const bits = bitsOf[code & 2047] ?? 0;
    strange |= (bits & foreign) | (code & ~2047);
    const width = 7 + 6 * ((127 - code) >>> 31);
    window = (window << width) | bits;
    held += width;
    // None, one or two of these are whole; what is not is written again.
    bytes[size] = window >> (held - 8);
    bytes[size + 1] = window >> (held - 16);
    size += held >> 3;
    held &= 7;
  }
  // With seven bits left over, the last character would stand for nothing.
  if (strange !== 0 || held === 7 || (window & ((1 << held) - 1)) !== 0) {
    throw new SpillwayError('invalid-data', 'not dense text: send all that encodeBytes gave, in UTF-8');
  }
  return bytes.slice(0, size);
}

/** The first byte of UTF-8 of the character that a unit becomes. */
const firstByteOf = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, unit) => {
  const rank = unit >> 1;
  if (unit % 2 === 0) return 64 + rank;
  if (rank < 30) return 0xc2 + rank;
  // Tab and form feed: streams carry them, and JSON writes them as two characters.
  if (rank < 32) return rank === 30 ? 9 : 12;
  return rank;
});

/** Marks characters that are not in the alphabet. */
const foreign = 1 << 13;

/** The bits that a character stands for: seven of the first 128, thirteen of the others. */
const bitsOf = /* @__PURE__ */ Uint16Array.from({ length: 2048 }, (_, code) => {
  if (code > 127) return (((code - 128) >> 6) << 7) | 64 | (code & 63);
  const unit = firstByteOf.indexOf(code);
  return unit === -1 ? foreign : unit;
});
