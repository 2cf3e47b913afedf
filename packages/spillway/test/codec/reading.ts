import { createDecoder } from '../../src/codec/index.ts';
import type { DecodedEvent, DecoderOptions } from '../../src/codec/index.ts';

/** All that a decoder told of, in order. */
export type Told =
  | { readonly event: DecodedEvent }
  | { readonly retry: number }
  | { readonly comment: string }
  | { readonly lastEventId: string };

/** What a decoder tells of a stream that arrives in these pieces. */
export function tellOf(pieces: Iterable<Uint8Array | string>, options?: DecoderOptions): Told[] {
  const told: Told[] = [];
  const decoder = createDecoder(
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

/** The events of a stream that arrives in these pieces. */
export function eventsOf(...pieces: readonly (Uint8Array | string)[]): DecodedEvent[] {
  return tellOf(pieces).flatMap((one) => ('event' in one ? [one.event] : []));
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function cut(bytes: Uint8Array, ...places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.toSorted((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((to, index) => bytes.slice(sorted[index], to));
}
