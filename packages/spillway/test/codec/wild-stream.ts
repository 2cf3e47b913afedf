import * as fc from 'fast-check';
import { bytesOf } from './reading.ts';

const scrap = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('\n', '\r', '\r\n', '\n\n', ':', ' ', ': ') },
  { weight: 4, arbitrary: fc.constantFrom('data', 'data:', 'data: ', 'id', 'id: ', 'event: ', 'retry: ', 'topic: ') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('1', '20', 'x', 'ü', '東京', '🦊', '\0', '\uFEFF', '\u0085', 'y'.repeat(40)),
  },
);
const malformed = fc.constantFrom<readonly number[]>(
  [0xff],
  [0xe2, 0x82],
  [0xf0, 0x9f],
  [0x80],
  [0xef, 0xbb],
  [0xed, 0xa0],
);
const scrapBytes = scrap.map((text) => [...bytesOf(text)]);

/** Bytes that mean something, in any order: nearly every stream of them is malformed in some way. */
export const wildStream = fc
  .array(fc.oneof({ weight: 12, arbitrary: scrapBytes }, malformed), { maxLength: 60 })
  .map((parts) => Uint8Array.from(parts.flat()));

/** The same of characters that are whole. */
export const wildText = fc.array(scrapBytes, { maxLength: 60 }).map((parts) => Uint8Array.from(parts.flat()));
