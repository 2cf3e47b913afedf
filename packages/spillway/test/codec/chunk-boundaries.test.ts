import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, cut, tellOf } from './reading.ts';
import { tellByTheStandard } from './standard.ts';

const stream = [
  '\uFEFF: comment ü\r\n',
  'retry: 1500\r\nid: é1\n\n',
  'event: größe\rdata: 東京\r\ndata:  🦊\rdata:\n\r\n',
  'id: 2\ntopic: a/ß\nfoo: bar\ndata: {"a":"…"}\n\n',
  'data\r\rdata: a\n\r\r\n:\n\ndata: last 🎈\r\n\r\n',
  'id: 3\ndata: never finished 🦊',
].join('');

test('a stream reads the same wherever it is cut in two, also inside a character and between CR and LF', () => {
  const bytes = bytesOf(stream);
  const whole = tellByTheStandard(bytes);
  expect(tellOf([bytes])).toEqual(whole);
  for (let place = 0; place <= bytes.length; place += 1) expect(tellOf(cut(bytes, place))).toEqual(whole);
});

test('a stream reads the same byte by byte', () => {
  const bytes = bytesOf(stream);
  expect(tellOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(tellByTheStandard(bytes));
});

test('a stream reads the same with empty pieces in between', () => {
  const bytes = bytesOf(stream);
  const pieces = [...bytes].flatMap((byte) => [Uint8Array.of(byte), new Uint8Array()]);
  expect(tellOf(pieces)).toEqual(tellByTheStandard(bytes));
});

test('a text reads the same wherever it is cut in two, also inside a surrogate pair', () => {
  const whole = tellByTheStandard(bytesOf(stream));
  for (let place = 0; place <= stream.length; place += 1) {
    expect(tellOf([stream.slice(0, place), stream.slice(place)])).toEqual(whole);
  }
  expect(tellOf(stream.split(''))).toEqual(whole);
});

test('the pieces may be views of one buffer that is used again', () => {
  const bytes = bytesOf(stream);
  const shared = new Uint8Array(7);
  function* pieces(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += shared.length) {
      const piece = bytes.subarray(at, at + shared.length);
      shared.set(piece);
      yield shared.subarray(0, piece.length);
      shared.fill(10);
    }
  }
  const told = tellOf(pieces());
  expect(told).toEqual(tellByTheStandard(bytes));
});

// Bytes that mean something, in any order: nearly every stream of them is malformed in some way.
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
const wildStream = fc
  .array(fc.oneof({ weight: 12, arbitrary: scrap.map((text) => [...bytesOf(text)]) }, malformed), { maxLength: 60 })
  .map((parts) => Uint8Array.from(parts.flat()));

test('any bytes, cut anywhere, read as the standard says', () => {
  fc.assert(
    fc.property(wildStream, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, places) => {
      const whole = tellByTheStandard(bytes);
      expect(tellOf([bytes])).toEqual(whole);
      expect(tellOf(cut(bytes, ...places.map((place) => Math.min(place, bytes.length))))).toEqual(whole);
      expect(tellOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    }),
    { numRuns: 3000 },
  );
});
