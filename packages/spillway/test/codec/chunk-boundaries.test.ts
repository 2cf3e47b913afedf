import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, cut, forEachDecoder } from './reading.ts';
import { tellByTheStandard } from './standard.ts';
import { wildStream } from './wild-stream.ts';

const stream = [
  '\uFEFF: comment ü\r\n',
  'retry: 1500\r\nid: é1\n\n',
  'event: größe\rdata: 東京\r\ndata:  🦊\rdata:\n\r\n',
  'id: 2\ntopic: a/ß\nfoo: bar\ndata: {"a":"…"}\n\n',
  'data\r\rdata: a\n\r\r\n:\n\ndata: last 🎈\r\n\r\n',
  'id: 3\ndata: never finished 🦊',
].join('');

forEachDecoder(({ tellOf }) => {
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
});
