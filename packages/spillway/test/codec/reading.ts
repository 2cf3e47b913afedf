import { describe } from 'vitest';
import { createDecoder, createSmallDecoder } from '../../src/codec/index.ts';
import type { DecodedEvent, DecoderOptions } from '../../src/codec/index.ts';

/** All that a decoder told of, in order. */
export type Told =
  | { readonly event: DecodedEvent }
  | { readonly retry: number }
  | { readonly comment: string }
  | { readonly lastEventId: string };

/** A decoder of the library's under test, and what it tells of a stream that arrives in pieces. */
export interface Reading {
  readonly createDecoder: typeof createDecoder;
  tellOf(this: void, pieces: Iterable<Uint8Array | string>, options?: DecoderOptions): Told[];
  eventsOf(this: void, ...pieces: readonly (Uint8Array | string)[]): DecodedEvent[];
}

/** Defines the same tests for each decoder. */
export function forEachDecoder(define: (reading: Reading) => void): void {
  describe.each(Object.entries({ createDecoder, createSmallDecoder }))('%s', (_, create) => {
    define(readingWith(create));
  });
}

function readingWith(create: typeof createDecoder): Reading {
  function tellOf(pieces: Iterable<Uint8Array | string>, options?: DecoderOptions): Told[] {
    const told: Told[] = [];
    const decoder = create(
      {
        event: (event) => told.push({ event }),
        retry: (retry) => told.push({ retry }),
        comment: (comment) => told.push({ comment }),
        lastEventId: (lastEventId) => told.push({ lastEventId }),
      },
      options,
    );
    for (const piece of pieces) decoder.push(piece);
    return told;
  }
  return {
    createDecoder: create,
    tellOf,
    eventsOf: (...pieces) => tellOf(pieces).flatMap((one) => ('event' in one ? [one.event] : [])),
  };
}

/** What the decoder that servers use tells, for tests of something else. */
export const { tellOf, eventsOf } = readingWith(createDecoder);

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function cut(bytes: Uint8Array, ...places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.toSorted((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((to, index) => bytes.slice(sorted[index], to));
}
