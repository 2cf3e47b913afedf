import { describe, expect, test } from 'vitest';
import { decodeEvents, EventDecoderStream, EventEncoderStream } from '../../src/codec/index.ts';
import type { DecodedEvent, StreamEvent } from '../../src/codec/index.ts';
import { bytesOf } from './reading.ts';

const tooLarge = expect.objectContaining({ code: 'event-too-large' });

async function collect<T>(source: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const one of source) into.push(one);
  return into;
}

function streamOf<T>(...items: readonly T[]): ReadableStream<T> {
  return new ReadableStream({
    start(controller) {
      for (const item of items) controller.enqueue(item);
      controller.close();
    },
  });
}

function bytesStreamOf(...pieces: readonly string[]): ReadableStream<Uint8Array> {
  return streamOf(...pieces.map(bytesOf));
}

/** A stream that cannot be iterated, as in a browser that only has `getReader`. */
function withReaderAlone(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return new Proxy(stream, {
    has: (target, name) => name !== Symbol.asyncIterator && name in target,
    get: (target, name) => (name === 'getReader' ? () => target.getReader() : undefined),
  });
}

describe('EventEncoderStream and EventDecoderStream', () => {
  test('carry events through bytes', async () => {
    const events = [{ data: 'one\ntwo', event: 'note', id: '1' }, { data: '🦊', topics: ['a'] }, { data: '' }];
    const stream = streamOf<StreamEvent>(...events)
      .pipeThrough(new EventEncoderStream())
      .pipeThrough(new EventDecoderStream());
    expect(await collect(stream)).toEqual([
      { ...events[0], lastEventId: '1' },
      { ...events[1], lastEventId: '1' },
      { ...events[2], lastEventId: '1' },
    ]);
  });

  test('decode the body of a Response', async () => {
    const body = new Response('data: one\n\ndata: two\n\ndata: unfinished').body;
    expect(await collect(body?.pipeThrough(new EventDecoderStream()) ?? new ReadableStream())).toEqual([
      { data: 'one', lastEventId: '' },
      { data: 'two', lastEventId: '' },
    ]);
  });

  test('fail on an event that is over the bound', async () => {
    const stream = bytesStreamOf(`data: ${'x'.repeat(100)}`).pipeThrough(new EventDecoderStream({ maxEventBytes: 50 }));
    await expect(collect(stream)).rejects.toEqual(tooLarge);
  });

  test('fail on an event that cannot be encoded', async () => {
    const stream = streamOf<StreamEvent>({ data: '', id: '\n' }).pipeThrough(new EventEncoderStream());
    await expect(collect(stream)).rejects.toEqual(expect.objectContaining({ code: 'invalid-field' }));
  });
});

describe('decodeEvents', () => {
  test.each<[string, (stream: ReadableStream<Uint8Array>) => Parameters<typeof decodeEvents>[0]]>([
    ['a ReadableStream', (stream) => stream],
    ['a ReadableStream that has a reader alone', withReaderAlone],
    ['an async iterable', (stream) => ({ [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() })],
  ])('reads %s, and cancels it when the loop is left early', async (_, sourceOf) => {
    const events = decodeEvents(sourceOf(bytesStreamOf('id: 1\nda', 'ta: one\n\ndata: t', 'wo\n\n', 'data: three')));
    expect(await collect(events)).toEqual([
      { data: 'one', id: '1', lastEventId: '1' },
      { data: 'two', lastEventId: '1' },
    ]);

    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytesOf('data: again\n\n')),
      cancel() {
        isCancelled = true;
      },
    });
    for await (const { data } of decodeEvents(sourceOf(endless))) {
      expect(data).toBe('again');
      break;
    }
    expect(isCancelled).toBe(true);
  });

  test.each([(stream: ReadableStream<Uint8Array>) => stream, withReaderAlone])(
    'fails as its source does, after the events before',
    async (sourceOf) => {
      const broken = new Error('connection lost');
      const pieces = [bytesOf('data: one\n\ndata: tw')];
      const source = new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = pieces.shift();
          if (piece === undefined) controller.error(broken);
          else controller.enqueue(piece);
        },
      });
      const events: DecodedEvent[] = [];
      await expect(collect(decodeEvents(sourceOf(source)), events)).rejects.toBe(broken);
      expect(events).toEqual([{ data: 'one', lastEventId: '' }]);
    },
  );

  test('hands over the events before one that is over the bound', async () => {
    const events: DecodedEvent[] = [];
    const source = bytesStreamOf(`data: one\n\ndata: ${'x'.repeat(100)}\n\n`);
    await expect(collect(decodeEvents(source, { maxEventBytes: 50 }), events)).rejects.toEqual(tooLarge);
    expect(events).toEqual([{ data: 'one', lastEventId: '' }]);
  });

  test('goes on from a last event id', async () => {
    const events = decodeEvents(bytesStreamOf('data: one\n\n'), { lastEventId: '41' });
    expect(await collect(events)).toEqual([{ data: 'one', lastEventId: '41' }]);
  });
});
