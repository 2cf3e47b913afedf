import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpillwayError } from '../../src/error.ts';
import { bytesOf, cut, forEachDecoder } from './reading.ts';

const tooLarge = expect.objectContaining({ code: 'event-too-large' });

forEachDecoder(({ createDecoder }) => {
  /** The data that is read before the bound is met, and whether it is. */
  function readBounded(maxEventBytes: number, pieces: readonly Uint8Array[]): { data: string[]; isOver: boolean } {
    const data: string[] = [];
    const decoder = createDecoder({ event: (event) => data.push(event.data) }, { maxEventBytes });
    try {
      for (const piece of pieces) decoder.push(piece);
    } catch (error) {
      if (error instanceof SpillwayError && error.code === 'event-too-large') return { data, isOver: true };
      throw error;
    }
    return { data, isOver: false };
  }

  describe('maxEventBytes', () => {
    // The size is that of the field lines with one line end between them: 6 + 4, 5 + 1 + 10, 6 + 6.
    test.each([
      ['one data line', 'data: 1234\n\n', 10],
      ['two fields', 'id: 1\ndata: 1234\n\n', 16],
      ['two fields with CRLF', 'id: 1\r\ndata: 1234\r\n\r\n', 16],
      ['bytes, not characters', 'data: 東京\n\n', 12],
      ['unknown fields', 'foo\nbar: 1\ndata:\n\n', 16],
      ['a comment line by itself', ': 12345678\n', 10],
      ['an id alone', 'id: 12345\n\n', 9],
    ])('counts %s', (_, text, bytes) => {
      const stream = bytesOf(`data\n\n${text}`);
      for (const pieces of [[stream], [...stream].map((byte) => Uint8Array.of(byte))]) {
        expect(readBounded(bytes, pieces).isOver).toBe(false);
        expect(readBounded(bytes - 1, pieces)).toEqual({ data: [''], isOver: true });
      }
    });

    test('is met at the same place however the stream is cut', () => {
      const parts = fc.constantFrom('data: 1', 'data: ü', '\n', '\n\n', '\r', '\r\n', ': abc', 'id: 1', 'x', '\r\r');
      fc.assert(
        fc.property(
          fc.array(parts, { maxLength: 30 }),
          fc.integer({ min: 1, max: 40 }),
          fc.array(fc.nat(120), { maxLength: 6 }),
          (texts, maxEventBytes, places) => {
            const stream = bytesOf(texts.join(''));
            const whole = readBounded(maxEventBytes, [stream]);
            const pieces = cut(stream, ...places.map((place) => Math.min(place, stream.length)));
            expect(readBounded(maxEventBytes, pieces)).toEqual(whole);
            expect(
              readBounded(
                maxEventBytes,
                [...stream].map((byte) => Uint8Array.of(byte)),
              ),
            ).toEqual(whole);
          },
        ),
        { numRuns: 2000 },
      );
    });

    test.each([
      ['a line that never ends', 'x'.repeat(1000)],
      ['a data line that never ends', 'data: ' + 'x'.repeat(1000)],
      ['a comment that never ends', ':' + 'x'.repeat(1000)],
      ['a block of data lines that never ends', 'data: x\n'.repeat(100)],
      ['a block of empty data lines that never ends', 'data\n'.repeat(200)],
      ['a block of topics that never ends', 'topic: x\n'.repeat(100)],
      ['a block of unknown fields that never ends', 'x\n'.repeat(500)],
      ['a block of ids that never ends', 'id: 1\n'.repeat(200)],
    ])('stops %s', (_, text) => {
      for (const size of [1, 7, 100, 2000]) {
        const decoder = createDecoder({ event() {} }, { maxEventBytes: 500 });
        const stream = bytesOf(text);
        expect(() => {
          for (let at = 0; at < stream.length; at += size) decoder.push(stream.subarray(at, at + size));
        }).toThrow(tooLarge);
      }
    });

    test('lets heartbeats pass for ever: a comment is no part of an event', () => {
      const decoder = createDecoder({ event() {} }, { maxEventBytes: 50 });
      expect(() => {
        for (let beat = 0; beat < 1000; beat += 1) decoder.push(': still here\n');
      }).not.toThrow();
    });

    test('hands over the events before, then fails until reset', () => {
      const data: string[] = [];
      const decoder = createDecoder({ event: (event) => data.push(event.data) }, { maxEventBytes: 20 });
      expect(() => decoder.push(`id: 1\ndata: 1\n\ndata: ${'2'.repeat(50)}\n\ndata: 3\n\n`)).toThrow(tooLarge);
      expect(() => decoder.push('data: 4\n\n')).toThrow(tooLarge);
      decoder.reset();
      decoder.push('data: 5\n\n');
      expect(data).toEqual(['1', '5']);
    });

    test('is 16 MiB by default', () => {
      const decoder = createDecoder({ event() {} });
      const line = bytesOf('data: '.padEnd(2 ** 20, 'x'));
      expect(() => {
        for (let mebibyte = 0; mebibyte < 16; mebibyte += 1) decoder.push(line);
      }).not.toThrow();
      expect(() => decoder.push('x')).toThrow(tooLarge);
    });

    test.each([0, -1, 1.5, Number.NaN, Infinity])('refuses to be %s', (maxEventBytes) => {
      expect(() => createDecoder({ event() {} }, { maxEventBytes })).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      );
    });
  });
});
