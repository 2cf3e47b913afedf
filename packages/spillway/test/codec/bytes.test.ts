import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeBytes, encodeBytes, encodeEvent } from '../../src/codec/index.ts';
import type { BytesEncoding } from '../../src/codec/index.ts';
import { SpillwayError } from '../../src/error.ts';
import { readBinaryVectors } from './binary-vectors.ts';
import { randomBytes } from './random-bytes.ts';
import { bytesOf, cut, forEachDecoder } from './reading.ts';

const encodings: readonly BytesEncoding[] = ['base64', 'dense'];
const [vectors, refusedTexts] = await readBinaryVectors();

/** Random bytes, and such as have long runs in them, which random ones have not. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 20 })), { maxLength: 5 })
    .map((runs) =>
      Uint8Array.from(runs.flatMap(([run, count]) => Array.from({ length: count }, () => [...run]).flat())),
    ),
);

/** What is read of a text, or the code of the error that refuses it. */
function readOf(text: string, encoding: BytesEncoding): Uint8Array | string {
  try {
    return decodeBytes(text, encoding);
  } catch (error) {
    if (error instanceof SpillwayError) return error.code;
    throw error;
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the vectors of PROTOCOL.md', () => {
  test('there are some', () => {
    expect(vectors.length).toBeGreaterThan(10);
    expect(refusedTexts.length).toBeGreaterThan(10);
  });

  test.each(vectors)('$bytes', ({ bytes, ...texts }) => {
    for (const encoding of encodings) {
      expect(encodeBytes(fromHex(bytes), encoding)).toBe(texts[encoding]);
      expect(decodeBytes(texts[encoding], encoding)).toStrictEqual(fromHex(bytes));
    }
  });

  test.each(refusedTexts)('$encoding refused: $because ($text)', ({ text, encoding }) => {
    expect(() => decodeBytes(text, encoding)).toThrow(
      expect.objectContaining({
        code: 'invalid-data',
        message: expect.stringContaining('send all that encodeBytes gave'),
      }),
    );
  });
});

describe.each(encodings)('%s', (encoding) => {
  const expectBack = (bytes: Uint8Array): void => {
    expect(hexOf(decodeBytes(encodeBytes(bytes, encoding), encoding))).toBe(hexOf(bytes));
  };

  test('decode(encode(x)) equals x at every length up to 2,000', () => {
    for (let length = 0; length <= 2000; length += 1) expectBack(randomBytes(length, length + 1));
  });

  test('decode(encode(x)) equals x for every byte, alone and in runs', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (const length of [1, 2, 3, 7, 13, 100]) expectBack(new Uint8Array(length).fill(byte));
    }
    expectBack(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  });

  test('decode(encode(x)) equals x for any two bytes', () => {
    const seen = new Set<string>();
    for (let pair = 0; pair < 2 ** 16; pair += 1) {
      const bytes = Uint8Array.of(pair >> 8, pair);
      const text = encodeBytes(bytes, encoding);
      const [first, second, ...rest] = decodeBytes(text, encoding);
      if (first === bytes[0] && second === bytes[1] && rest.length === 0) seen.add(text);
    }
    expect(seen.size).toBe(2 ** 16);
  });

  test('decode(encode(x)) equals x for any bytes', () => {
    fc.assert(fc.property(anyBytes, expectBack), { numRuns: 3000 });
  });

  test('bytes that are a part of a larger buffer are written without what is around them', () => {
    const whole = randomBytes(100);
    const part = whole.subarray(13, 60);
    expect(encodeBytes(part, encoding)).toBe(encodeBytes(part.slice(), encoding));
    expect(encodeBytes(Buffer.from(part), encoding)).toBe(encodeBytes(part.slice(), encoding));
  });

  test('what is read has a buffer of its own, of its own length', () => {
    const read = decodeBytes(encodeBytes(randomBytes(100), encoding), encoding);
    expect(Object.getPrototypeOf(read)).toBe(Uint8Array.prototype);
    expect(read.buffer.byteLength).toBe(100);
  });

  test('every text is refused but the one that the bytes have', () => {
    const character = fc.oneof(
      fc.constantFrom(
        '@',
        '?',
        'A',
        '=',
        '\t',
        '\f',
        '\n',
        '\r',
        '\0',
        ' ',
        '"',
        '\x80',
        '\u07ff',
        '\u0800',
        '\ud800',
        '🌊',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    let refused = 0;
    fc.assert(
      fc.property(
        anyBytes,
        fc.nat(400),
        fc.nat(2),
        fc.array(character, { maxLength: 2 }),
        (bytes, place, away, put) => {
          const text = encodeBytes(bytes, encoding);
          const changed = text.slice(0, place) + put.join('') + text.slice(place + away);
          const read = readOf(changed, encoding);
          if (typeof read === 'string') refused += 1;
          expect(['invalid-data', changed]).toContain(typeof read === 'string' ? read : encodeBytes(read, encoding));
        },
      ),
      { numRuns: 5000 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  test('a mebibyte that was cut off one character early is refused', () => {
    const text = encodeBytes(randomBytes(2 ** 20), encoding);
    expect(readOf(text.slice(0, -1), encoding)).toBe('invalid-data');
  });

  // Well under a second where time is linear; hours where it is not.
  test('32 MiB are written and read in linear time', () => {
    const bytes = new Uint8Array(2 ** 25).fill(0x5a);
    const read = decodeBytes(encodeBytes(bytes, encoding), encoding);
    expect(Buffer.compare(read, bytes)).toBe(0);
  });
});

test('an encoding that there is not is refused, and the message names those that there are', () => {
  const wrong = 'base32' as BytesEncoding;
  for (const run of [() => encodeBytes(Uint8Array.of(1), wrong), () => decodeBytes('', wrong)]) {
    expect(run).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringMatching(/base32.*'base64' or 'dense'/),
      }),
    );
  }
});

test.each([
  ['an ArrayBuffer', new ArrayBuffer(3)],
  ['a text', 'abc'],
  ['larger numbers', Uint16Array.of(1, 300)],
  ['signed numbers', Int8Array.of(-1)],
  ['a list', [1, 2]],
  ['nothing', undefined],
])('%s is refused by encodeBytes, and the message says what to make of it', (_, wrong) => {
  for (const encoding of encodings) {
    expect(() => encodeBytes(wrong as never, encoding)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining('a Uint8Array: make one') }),
    );
  }
});

test('bytes of another realm are bytes', () => {
  const foreign = runInNewContext('Uint8Array.of(83, 83, 69)') as Uint8Array;
  expect(foreign).not.toBeInstanceOf(Uint8Array);
  expect(encodeBytes(foreign, 'base64')).toBe('U1NF');
});

describe('base64', () => {
  test('is what Node writes, also where the runtime has nothing but btoa', () => {
    const all = [0, 1, 2, 3, 8189, 8190, 8191, 8192, 100_000].map((length) => randomBytes(length));
    const texts = all.map((bytes) => Buffer.from(bytes).toString('base64'));
    expect(all.map((bytes) => encodeBytes(bytes, 'base64'))).toEqual(texts);
    vi.stubGlobal('Buffer', undefined);
    expect(all.map((bytes) => encodeBytes(bytes, 'base64'))).toEqual(texts);
    expect(texts.map((text) => decodeBytes(text, 'base64'))).toStrictEqual(all);
  });
});

describe('dense', () => {
  test('is what the rules of PROTOCOL.md say, taken word for word', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(encodeBytes(bytes, 'dense')).toBe(denseByTheRules(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  test('has no character that a stream cannot carry or that JSON writes as six, and all of the others up to U+07FF', () => {
    const characters = new Set(encodeBytes(randomBytes(2 ** 17), 'dense'));
    const carried = Array.from({ length: 2048 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => !/[\0\r\n]/.test(character) && JSON.stringify(character).length < 8 && character !== '\b',
    );
    expect([...characters].toSorted()).toEqual(carried);
  });

  test.each([
    ['random bytes', randomBytes(2 ** 20), 1.1747, 1.2045],
    ['zeros', new Uint8Array(70_000), 8 / 7, 8 / 7],
    ['0xFF', new Uint8Array(70_000).fill(255), 8 / 7, 8 / 7],
    // The unit 0000001 and six zeros, again and again.
    ['the worst on a stream', byBits('0000001000000', 70_000), 16 / 13, 16 / 13],
    // Units of tabs.
    ['the worst in JSON', byBits('0111101', 70_000), 8 / 7, 16 / 7],
  ])('%s grow as the documentation says', (_, bytes, onStream, inJson) => {
    const text = encodeBytes(bytes, 'dense');
    expect(bytesOf(text).length / bytes.length).toBeCloseTo(onStream, 3);
    expect(bytesOf(JSON.stringify(text)).length / bytes.length).toBeCloseTo(inJson, 3);
  });
});

forEachDecoder(({ eventsOf }) => {
  test.each(encodings)('%s comes back out of a stream, cut anywhere', (encoding) => {
    fc.assert(
      fc.property(fc.array(anyBytes, { minLength: 1, maxLength: 3 }), fc.array(fc.nat(1000)), (all, places) => {
        const stream = bytesOf(all.map((bytes) => encodeEvent({ data: encodeBytes(bytes, encoding) })).join(''));
        const pieces = cut(stream, ...places.map((place) => Math.min(place, stream.length)));
        const read = eventsOf(...pieces).map(({ data }) => decodeBytes(data, encoding));
        expect(read).toStrictEqual(all.map((bytes) => Uint8Array.from(bytes)));
      }),
      { numRuns: 500 },
    );
  });
});

/** The rules of PROTOCOL.md, on a text of zeros and ones. */
function denseByTheRules(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let at = 0;
  const take = (count: number) => bits.slice(at, (at += count)).padEnd(count, '0');
  let text = '';
  while (at < bits.length) {
    const unit = take(7);
    const rank = Number.parseInt(unit.slice(0, 6), 2);
    if (unit.endsWith('0')) text += String.fromCodePoint(0x40 + rank);
    else if (rank >= 32) text += String.fromCodePoint(rank);
    else if (rank === 30) text += '\t';
    else if (rank === 31) text += '\f';
    else text += String.fromCodePoint(0x80 + 64 * rank + Number.parseInt(take(6), 2));
  }
  return text;
}

function byBits(pattern: string, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => {
    const from = (at * 8) % pattern.length;
    return Number.parseInt(pattern.repeat(8).slice(from, from + 8), 2);
  });
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
