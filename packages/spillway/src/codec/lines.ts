import type { Block } from './block.ts';

// (Constants of this file: an imported one is fetched anew each time, which costs a third of the speed.)
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const colon = 58;

/** So many bytes are looked at one by one for the end of a line that is likely short; then a native search is faster. */
const shortBytes = 16;

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
  // What the block holds, in variables while the loop runs; `isBare` while it has no field at all.
  let { data, event, id } = block;
  let isBare = block.byteLength === 0;
  let lastEvent = '';
  while (start < length) {
    if (carriage < start - shift) carriage = indexOrEnd(text, '\r', start - shift);
    const first = bytes[start];
    if (first === 100 && start + 5 < length && isData(bytes, start)) {
      if (feed < start - shift) feed = indexOrEnd(text, '\n', start - shift + 5);
      const textEnd = feed < carriage ? feed : carriage;
      if (textEnd === text.length) break;
      const lineEnd = feed < carriage ? lineFeed : carriageReturn;
      let end = textEnd + shift;
      while (bytes[end] !== lineEnd) end += 1;
      const value = text.slice((bytes[start + 5] === space ? start + 6 : start + 5) - shift, textEnd);
      shift = end - textEnd;
      const next = lineEnd === lineFeed ? end + 1 : afterLineEnd(bytes, end);
      if (next < length && (bytes[next] === lineFeed || bytes[next] === carriageReturn)) {
        // The shape of nearly every event: its data line comes last.
        if (isBare) {
          block.dispatchBare(value);
        } else {
          block.dispatch(data === undefined ? value : `${data}\n${value}`, event, id);
          data = event = id = undefined;
          isBare = true;
        }
        start = afterLineEnd(bytes, next);
      } else {
        data = data === undefined ? value : `${data}\n${value}`;
        isBare = false;
        block.byteLength += end - start + 1;
        start = next;
      }
      continue;
    }
    if (first === lineFeed || first === carriageReturn) {
      block.dispatch(data, event, id);
      data = event = id = undefined;
      isBare = true;
      start = afterLineEnd(bytes, start);
      continue;
    }

    const near = start + shortBytes < length ? start + shortBytes : length;
    let end = start + 1;
    while (end < near && isPlain(bytes[end])) end += 1;
    if (end === length) break;
    let textEnd = end - shift;
    const isShort = bytes[end] === lineFeed || bytes[end] === carriageReturn;
    if (!isShort) {
      if (feed < textEnd) feed = indexOrEnd(text, '\n', textEnd);
      textEnd = feed < carriage ? feed : carriage;
      if (textEnd === text.length) break;
      const lineEnd = feed < carriage ? lineFeed : carriageReturn;
      end = textEnd + shift;
      while (bytes[end] !== lineEnd) end += 1;
    }
    if (first !== colon) isBare = false;
    if (first === 105 && isId(bytes, start, end)) {
      const value = text.slice((bytes[start + 3] === space ? start + 4 : start + 3) - shift, textEnd);
      if (isShort || !value.includes('\0')) id = value;
    } else if (first === 101 && isEvent(bytes, start, end)) {
      const from = (bytes[start + 6] === space ? start + 7 : start + 6) - shift;
      // Mostly the type of the event before.
      if (lastEvent.length !== textEnd - from || !text.startsWith(lastEvent, from)) {
        lastEvent = text.slice(from, textEnd);
      }
      event = lastEvent === '' ? undefined : lastEvent;
    } else if (first === 116 && isTopic(bytes, start, end)) {
      block.addTopic(text.slice((bytes[start + 6] === space ? start + 7 : start + 6) - shift, textEnd));
    } else {
      block.data = data;
      block.event = event;
      block.id = id;
      block.line(text, start - shift, textEnd);
      ({ data, event, id } = block);
    }
    if (first !== colon) block.byteLength += end - start + 1;
    shift = end - textEnd;
    start = afterLineEnd(bytes, end);
  }
  block.data = data;
  block.event = event;
  block.id = id;
  return start;
}

function isData(bytes: Uint8Array, start: number): boolean {
  return bytes[start + 4] === colon && bytes[start + 1] === 97 && bytes[start + 2] === 116 && bytes[start + 3] === 97;
}

function isId(bytes: Uint8Array, start: number, end: number): boolean {
  return start + 3 <= end && bytes[start + 2] === colon && bytes[start + 1] === 100;
}

function isEvent(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    start + 6 <= end &&
    bytes[start + 5] === colon &&
    bytes[start + 1] === 118 &&
    bytes[start + 2] === 101 &&
    bytes[start + 3] === 110 &&
    bytes[start + 4] === 116
  );
}

function isTopic(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    start + 6 <= end &&
    bytes[start + 5] === colon &&
    bytes[start + 1] === 111 &&
    bytes[start + 2] === 112 &&
    bytes[start + 3] === 105 &&
    bytes[start + 4] === 99
  );
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
