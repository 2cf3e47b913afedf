import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPayloadWriter, headerBytes } from '../../src/load/payload.ts';
import { Scanner, headroom } from '../../src/load/scanner.ts';

const marker = '~k3x9';

interface Arrival {
  readonly subscriber: number;
  readonly publisher: number;
  readonly sequence: number;
  readonly dueMicros: number;
}

/** A scanner whose subscribers receive what they are handed in pieces, all into one buffer as sockets do. */
function createReceiver(dataBytes: number) {
  const arrivals: Arrival[] = [];
  const bytes = Buffer.alloc(headroom + 64 * 1024, '~');
  const scanner = new Scanner(
    bytes,
    { marker, dataBytes, subscribers: 3 },
    {
      arrive: (subscriber, publisher, sequence, dueMicros) =>
        void arrivals.push({ subscriber, publisher, sequence, dueMicros }),
    },
  );
  return {
    arrivals,
    scanner,
    receive(subscriber: number, piece: Uint8Array) {
      bytes.set(piece, headroom);
      scanner.scan(subscriber, headroom, headroom + piece.length);
    },
  };
}

/** Cuts bytes at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, before) => bytes.subarray(edges[before], edge));
}

/** Puts bytes into chunks that end at these places (RFC 9112, 7.1). */
function inChunks(bytes: Uint8Array, places: readonly number[]): Buffer {
  const chunks = cut(bytes, places).filter((chunk) => chunk.length > 0);
  return Buffer.concat(
    chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
  );
}

const arrival = fc.record({
  subscriber: fc.constant(1),
  publisher: fc.integer({ min: 0, max: 9999 }),
  sequence: fc.integer({ min: 1, max: 999_999_999 }),
  dueMicros: fc.integer({ min: 0, max: 9_999_999_999 }),
});

/** What may stand around the data of an event. */
const frames = fc.constantFrom(
  (data: string, id: number) => `id: e-${id}\ndata: ${data}\n\n`,
  (data: string, id: number) => `data: ${data}\r\nid: ${id}\r\n\r\n`,
  (data: string) => `data: {"topic":"~k3x9","data":"${data}"}\n\n`,
  (data: string) => `: ~k3\n\ndata: ~~k3x9.12 ${data} ~k\n\n`,
  (data: string) => data,
);

const somePlaces = fc.array(fc.nat(20_000), { maxLength: 12 });

describe('the scanner finds each payload once', () => {
  test('wherever the stream is cut into chunks and reads, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(arrival, frames), { maxLength: 20 }),
        fc.integer({ min: headerBytes, max: 200 }),
        somePlaces,
        somePlaces,
        (events, dataBytes, chunkEnds, readEnds) => {
          const write = createPayloadWriter(marker, dataBytes);
          const text = events.map(([{ publisher, sequence, dueMicros }, frame], id) =>
            frame(write(publisher, sequence, dueMicros), id),
          );
          const receiver = createReceiver(dataBytes);
          for (const piece of cut(inChunks(Buffer.from(text.join('')), chunkEnds), readEnds))
            receiver.receive(1, piece);
          expect(receiver.arrivals).toEqual(events.map(([event]) => event));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('when two events are cut at every pair of bytes', () => {
    const write = createPayloadWriter(marker, 40);
    const stream = Buffer.from(`id: 1\ndata: ${write(0, 1, 5)}\n\nid: 2\ndata: ${write(0, 2, 6)}\n\n`);
    for (let first = 0; first <= stream.length; first++) {
      for (let second = first; second <= stream.length; second++) {
        const receiver = createReceiver(40);
        for (const piece of cut(stream, [first, second])) receiver.receive(0, piece);
        expect(receiver.arrivals.map(({ sequence }) => sequence)).toEqual([1, 2]);
      }
    }
  });

  test('when subscribers take turns, each in the midst of an event', () => {
    const write = createPayloadWriter(marker, 100);
    const streams = [0, 1, 2].map((publisher) => Buffer.from(`data: ${write(publisher, 7, 8)}\n\n`));
    const receiver = createReceiver(100);
    for (let from = 0; from < 110; from += 10) {
      for (const [subscriber, stream] of streams.entries())
        receiver.receive(subscriber, stream.subarray(from, from + 10));
    }
    expect(receiver.arrivals).toEqual(
      [0, 1, 2].map((subscriber) => ({ subscriber, publisher: subscriber, sequence: 7, dueMicros: 8 })),
    );
  });

  test('when events of other lengths than the last ones come', () => {
    const write = createPayloadWriter(marker, headerBytes);
    // Where the distance of two events is twice that of the next ones, a guess could jump over one.
    const gaps = [100, 0, 36, 3, 3, 31, 32, 40, 68, 0, 36, 3];
    const receiver = createReceiver(headerBytes);
    const text = gaps.map((gap, place) => '.'.repeat(gap) + write(0, place + 1, 0)).join('');
    receiver.receive(0, Buffer.from(text));
    receiver.receive(0, Buffer.from(`${write(0, 13, 0)}${'.'.repeat(68)}${write(0, 14, 0)}`));
    expect(receiver.arrivals.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 14 }, (_, place) => place + 1),
    );
  });
});

test('an event counts only when the last byte of its data is there', () => {
  const receiver = createReceiver(100_000);
  const data = Buffer.from(createPayloadWriter(marker, 100_000)(3, 4, 5));
  receiver.receive(2, data.subarray(0, 60_000));
  receiver.receive(2, data.subarray(60_000, 99_999));
  expect(receiver.arrivals).toEqual([]);
  receiver.receive(2, data.subarray(99_999));
  expect(receiver.arrivals).toEqual([{ subscriber: 2, publisher: 3, sequence: 4, dueMicros: 5 }]);
});

test('an event that was cut is forgotten with its connection', () => {
  const receiver = createReceiver(40);
  const data = Buffer.from(createPayloadWriter(marker, 40)(0, 1, 0));
  for (const length of [10, 35]) {
    receiver.receive(0, data.subarray(0, length));
    receiver.scanner.forget(0);
    receiver.receive(0, data.subarray(length));
  }
  expect(receiver.arrivals).toEqual([]);
});
