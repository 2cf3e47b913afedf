import type { Block } from './block.ts';

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const colon = 58;

/** So many bytes are looked at one by one for a line end, before a native search pays for its call. */
const nearBytes = 24;

/**
 * Feeds the complete lines of `bytes`, whose decoded form is `text`, to the block. Returns where the unfinished line
 * at the end begins. (A CR at the very end ends its line; the caller drops the LF that may follow it.)
 *
 * The structure is read from the bytes and the values are cut out of the text, as each is fastest so: a byte of a
 * typed array costs less than `charCodeAt`, and searching a string much less than searching bytes (bench/codec). The
 * two run in step, `shift` bytes apart: no character is more code units than it was bytes, so that a line's end in the
 * bytes is never before its end in the text, and is the first byte of its kind from there on.
 */
export function readLines(bytes: Uint8Array, text: string, block: Block): number {
  const length = bytes.length;
  let start = 0;
  let shift = 0;
  // The next line ends in the text, each searched again only when passed: linear however they are mixed.
  let feed = -1;
  let carriage = -1;
  while (start < length) {
    const first = bytes[start];
    if (carriage < start - shift) carriage = indexOrEnd(text, '\r', start - shift);
    if (
      first === 100 &&
      bytes[start + 4] === colon &&
      bytes[start + 1] === 97 &&
      bytes[start + 2] === 116 &&
      bytes[start + 3] === 97
    ) {
      if (feed < start - shift) feed = indexOrEnd(text, '\n', start - shift);
      const textEnd = feed < carriage ? feed : carriage;
      if (textEnd === text.length) break;
      const lineEnd = feed < carriage ? lineFeed : carriageReturn;
      let end = textEnd + shift;
      while (bytes[end] !== lineEnd) end += 1;
      const next = lineEnd === carriageReturn && bytes[end + 1] === lineFeed ? end + 2 : end + 1;
      const value = text.slice((bytes[start + 5] === space ? start + 6 : start + 5) - shift, textEnd);
      shift = end - textEnd;
      if (next < length && bytes[next] === lineFeed) {
        // The shape of nearly every event: its data line comes last.
        block.endWith(value);
        start = next + 1;
      } else {
        block.addData(value, end - start);
        start = next;
      }
      continue;
    }
    if (first === lineFeed || first === carriageReturn) {
      block.end();
      start = afterLineEnd(bytes, start);
      continue;
    }
    let end = start + 1;
    const near = start + nearBytes < length ? start + nearBytes : length;
    while (end < near && isPlain(bytes[end])) end += 1;
    let textEnd = end - shift;
    if (bytes[end] !== lineFeed && bytes[end] !== carriageReturn) {
      if (feed < textEnd) feed = indexOrEnd(text, '\n', textEnd);
      textEnd = feed < carriage ? feed : carriage;
      if (textEnd === text.length) break;
      const lineEnd = feed < carriage ? lineFeed : carriageReturn;
      end = textEnd + shift;
      while (bytes[end] !== lineEnd) end += 1;
    }
    if (first === 105 && bytes[start + 2] === colon && bytes[start + 1] === 100) {
      block.setId(text.slice((bytes[start + 3] === space ? start + 4 : start + 3) - shift, textEnd));
    } else if (first === 101 && bytes[start + 5] === colon && text.startsWith('event', start - shift)) {
      block.setEvent(text.slice((bytes[start + 6] === space ? start + 7 : start + 6) - shift, textEnd));
    } else {
      block.line(text, start - shift, textEnd);
    }
    if (first !== colon) block.byteLength += end - start + 1;
    shift = end - textEnd;
    start = afterLineEnd(bytes, end);
  }
  return start;
}

/** An ASCII character, not CR nor LF (and none of the controls before them, which are rare). */
function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte > carriageReturn && byte < 128;
}

function afterLineEnd(bytes: Uint8Array, end: number): number {
  return bytes[end] === carriageReturn && bytes[end + 1] === lineFeed ? end + 2 : end + 1;
}

/** Where the first such line end is, or the text's length where there is none. */
export function indexOrEnd(text: string, lineEnd: '\n' | '\r', from: number): number {
  const index = text.indexOf(lineEnd, from);
  return index === -1 ? text.length : index;
}
