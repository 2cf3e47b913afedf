import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecoder, createSmallDecoder } from '../../src/codec/index.ts';
import { SpillwayError } from '../../src/error.ts';
import { cut } from './reading.ts';
import type { Told } from './reading.ts';
import { wildStream, wildText } from './wild-stream.ts';

/** What a decoder tells of these pieces, and of a connection after them, and where it stops. */
function runOf(create: typeof createDecoder, maxEventBytes: number, pieces: readonly Uint8Array[]): unknown[] {
  const run: (Told | 'too large')[] = [];
  const decoder = create(
    {
      event: (event) => run.push({ event }),
      retry: (retry) => run.push({ retry }),
      comment: (comment) => run.push({ comment }),
      lastEventId: (lastEventId) => run.push({ lastEventId }),
    },
    { maxEventBytes, lastEventId: '0' },
  );
  for (const piece of [...pieces, 'reset', ...pieces] as const) {
    try {
      if (piece === 'reset') decoder.reset();
      else decoder.push(piece);
    } catch (error) {
      if (!(error instanceof SpillwayError) || error.code !== 'event-too-large') throw error;
      // It fails until reset; one waits for the whole of a character that is over the bound, the other does not.
      if (run.at(-1) !== 'too large') run.push('too large');
    }
  }
  return run;
}

test('the small decoder tells the same as the fast one of any bytes, on connection after connection', () => {
  fc.assert(
    fc.property(wildStream, fc.array(fc.nat(200)), (bytes, places) => {
      const pieces = cut(bytes, ...places.map((place) => Math.min(place, bytes.length)));
      expect(runOf(createSmallDecoder, 1000, pieces)).toEqual(runOf(createDecoder, 1000, pieces));
    }),
    { numRuns: 2000 },
  );
});

test('the small decoder meets its bound where the fast one does, as long as the bytes are UTF-8', () => {
  fc.assert(
    fc.property(wildText, fc.array(fc.nat(200)), fc.integer({ min: 1, max: 60 }), (bytes, places, maxEventBytes) => {
      const pieces = cut(bytes, ...places.map((place) => Math.min(place, bytes.length)));
      expect(runOf(createSmallDecoder, maxEventBytes, pieces)).toEqual(runOf(createDecoder, maxEventBytes, pieces));
    }),
    { numRuns: 3000 },
  );
});
