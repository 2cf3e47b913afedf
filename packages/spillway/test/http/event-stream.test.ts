import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/codec/decode.ts';
import { eventStream } from '../../src/http/event-stream.ts';
import type { EventStreamOptions } from '../../src/http/event-stream.ts';
import type { SourceContext, SourceEvent } from '../../src/http/event-stream-source.ts';

const get = (headers: HeadersInit = {}) => new Request('http://localhost/stream', { headers });
const post = () => new Request('http://localhost/stream', { method: 'POST', body: '{}' });

/** What a program without types may pass. */
const untyped = (source: unknown, options?: EventStreamOptions): Response =>
  Reflect.apply(eventStream, undefined, [source, options]);

/** Reads a response to its end, as a client does. */
async function read(response: Response) {
  const events: { type: string; data: string; lastEventId: string }[] = [];
  let lastEventId = '';
  const decoder = createDecoder({
    event: (event) => {
      lastEventId = event.lastEventId;
      events.push({ type: event.event ?? 'message', data: event.data, lastEventId });
    },
    lastEventId: (id) => (lastEventId = id),
  });
  decoder.push(new Uint8Array(await response.arrayBuffer()));
  return { events, lastEventId };
}

function streamOf(items: Iterable<SourceEvent> | AsyncIterable<SourceEvent>): ReadableStream<SourceEvent> {
  return new ReadableStream({
    async start(controller) {
      for await (const item of items) controller.enqueue(item);
      controller.close();
    },
  });
}

async function* three(): AsyncGenerator<SourceEvent> {
  yield 'one';
  yield { data: { two: 2 }, event: 'number', id: '2' };
  yield { data: 'three\nlines\n' };
}

async function* breaksOff(): AsyncGenerator<SourceEvent> {
  yield { data: 'first', id: '1' };
  throw new Error('the password of the database is 1234');
}

const receivedThree = [
  { type: 'message', data: 'one', lastEventId: '' },
  { type: 'number', data: '{"two":2}', lastEventId: '2' },
  { type: 'message', data: 'three\nlines\n', lastEventId: '2' },
];

describe('what a stream is', () => {
  test('it is an event stream that nobody stores, transforms or buffers', () => {
    const { status, headers } = eventStream(three, { headers: { 'X-Mine': '1', 'Cache-Control': 'max-age=60' } });
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-mine': '1',
    });
  });

  test('it opens with its heartbeat interval and the reconnection time, before the source has said anything', async () => {
    const reader = eventStream(() => new Promise<never>(() => {}), { retryMs: 2500 }).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe(': heartbeat 15000\nretry: 2500\n');
    await reader?.cancel();
  });

  test.each([
    { resumes: true, lastEventId: '7', comment: ': heartbeat 15000 resumes' },
    { resumes: true, lastEventId: undefined, comment: ': heartbeat 15000' },
    { resumes: false, lastEventId: '7', comment: ': heartbeat 15000' },
    { resumes: undefined, lastEventId: '7', comment: ': heartbeat 15000' },
  ])('with resumes: $resumes and Last-Event-ID $lastEventId it opens with "$comment"', async (each) => {
    const { resumes, lastEventId, comment } = each;
    const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
    const request = new Request('http://localhost/stream', { method: 'POST', headers });
    const reader = eventStream(() => new Promise<never>(() => {}), { request, resumes }).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value).split('\n')[0]).toBe(comment);
    await reader?.cancel();
  });

  test('a HEAD request is answered with the headers alone, and the source is not asked', () => {
    const request = new Request('http://localhost/stream', { method: 'HEAD' });
    const response = eventStream(() => expect.unreachable(), { request });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    expect(response.body).toBe(null);
  });
});

describe('sources', () => {
  test.each([
    ['an async iterable', () => three()],
    ['an async generator function', () => three],
    ['a function that resolves with an async iterable', () => () => Promise.resolve(three())],
    ['a ReadableStream', () => streamOf(three())],
    ['a function that returns a ReadableStream', () => () => streamOf(three())],
    ['a bare iterator protocol', () => ({ [Symbol.asyncIterator]: () => ({ next: three()['next'].bind(three()) }) })],
  ])('%s is a source', async (_, source) => {
    expect((await read(eventStream(source()))).events).toEqual(receivedThree);
  });

  test('what is no source is refused at once', () => {
    for (const wrong of [undefined, null, 'text', 7, {}, ['an array']]) {
      expect(() => untyped(wrong)).toThrowError(expect.objectContaining({ code: 'invalid-option' }));
    }
  });

  test('an item without data and event moves the last event id and dispatches nothing', async () => {
    const { events, lastEventId } = await read(
      eventStream(async function* () {
        yield { id: '41' };
        yield { event: 'done' };
        yield { id: '42', retry: 100 };
      }),
    );
    expect(events).toEqual([{ type: 'done', data: '', lastEventId: '41' }]);
    expect(lastEventId).toBe('42');
  });

  test('data that is not a string is sent as JSON text, null too', async () => {
    const values = [null, 0, false, [1, 'a'], { deep: { er: 'ü' } }, new Date(0)];
    const { events } = await read(
      eventStream(async function* () {
        for (const data of values) yield { data };
      }),
    );
    expect(events.map(({ data }) => data)).toEqual(values.map((value) => JSON.stringify(value)));
  });

  test('every text that a source yields arrives as it was', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll(/\r\n?/g, '\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (texts) => {
        const { events } = await read(eventStream(streamOf(texts)));
        expect(events.map(({ data }) => data)).toEqual(texts);
      }),
    );
  });
});

describe('resuming and ending', () => {
  test('a source is given the last event id of a client that reconnects, and an empty one on a first request', async () => {
    const given: string[] = [];
    const source = async function* ({ lastEventId }: SourceContext) {
      given.push(lastEventId);
      yield 'hello';
    };
    await read(eventStream(source, { request: get({ 'Last-Event-ID': '17' }) }));
    await read(eventStream(source, { request: get() }));
    await read(eventStream(source));
    expect(given).toEqual(['17', '', '']);
  });

  test('a last event id in UTF-8, as browsers send it, is decoded; other text stays as it is', async () => {
    const given: string[] = [];
    const source = async function* ({ lastEventId }: SourceContext) {
      given.push(lastEventId);
      yield 'hello';
    };
    await read(eventStream(source, { request: get({ 'Last-Event-ID': Buffer.from('Zürich-€').toString('latin1') }) }));
    await read(eventStream(source, { request: get({ 'Last-Event-ID': 'Zürich' }) }));
    expect(given).toEqual(['Zürich-€', 'Zürich']);
  });

  test('the end of the source is marked by an event and an id, with which a reconnect is answered 204', async () => {
    const { events, lastEventId } = await read(eventStream(three, { request: get() }));
    expect(events).toEqual([...receivedThree, { type: 'end', data: '', lastEventId: 'end-of-stream' }]);

    const again = eventStream(() => expect.unreachable(), {
      request: get({ 'Last-Event-ID': lastEventId }),
      headers: { 'Access-Control-Allow-Origin': 'https://example.org' },
    });
    expect(again.status).toBe(204);
    expect(again.body).toBe(null);
    expect(Object.fromEntries(again.headers)).toEqual({
      'access-control-allow-origin': 'https://example.org',
      'cache-control': 'no-store',
    });
  });

  test('the answer to a POST just ends, and so does every stream where `endEvent` is off', async () => {
    for (const options of [{ request: post() }, { request: get(), endEvent: false }, {}]) {
      expect((await read(eventStream(three, options))).events).toEqual(receivedThree);
    }
    const { events } = await read(eventStream(three, { request: post(), endEvent: true }));
    expect(events.at(-1)).toEqual({ type: 'end', data: '', lastEventId: 'end-of-stream' });
  });
});

describe('failing', () => {
  const failed = { code: 'source-failed', message: expect.any(String) };

  test('a source that throws ends the stream in an error event that says nothing of the error', async () => {
    const errors: unknown[] = [];
    const response = eventStream(breaksOff, { request: get(), onError: (error) => errors.push(error) });
    const { events } = await read(response);
    expect(events.map(({ type }) => type)).toEqual(['message', 'error']);
    expect(JSON.parse(events[1]?.data ?? '')).toEqual(failed);
    expect(JSON.stringify(events)).not.toContain('password');
    expect(events[1]?.lastEventId).toBe('end-of-stream');
    expect(errors).toEqual([new Error('the password of the database is 1234')]);
  });

  test('without the mark of the end, the id of the last event stays: the client may go on from there', async () => {
    const { events } = await read(eventStream(breaksOff, { request: post(), onError: () => {} }));
    expect(events[1]).toMatchObject({ type: 'error', lastEventId: '1' });
  });

  test.each([
    [
      'a function that throws',
      () => () => {
        throw new Error('no');
      },
    ],
    ['a function that rejects', () => () => Promise.reject(new Error('no'))],
    ['a function that returns no source', () => () => 'text'],
    [
      'a ReadableStream that fails',
      () => new ReadableStream({ start: (controller) => controller.error(new Error('no')) }),
    ],
    [
      'a ReadableStream that someone else reads',
      () => {
        const stream = new ReadableStream<string>();
        stream.getReader();
        return stream;
      },
    ],
  ])('%s ends the stream in the same way', async (_, source) => {
    const errors: unknown[] = [];
    const { events } = await read(untyped(source(), { onError: (error) => errors.push(error) }));
    expect(events.map(({ type }) => type)).toEqual(['error']);
    expect(errors).toEqual([expect.any(Error)]);
  });

  test.each([
    ['an event type with a line feed', { data: '', event: 'a\nid: forged' }, 'invalid-field'],
    ['an id with NUL', { data: '', id: 'a\0' }, 'invalid-field'],
    ['a retry that is no whole number', { retry: 1.5 }, 'invalid-field'],
    ['half a surrogate pair', 'a\ud800', 'lone-surrogate'],
    ['a number', 7, 'invalid-event'],
    ['null', null, 'invalid-event'],
    ['an empty object', {}, 'invalid-event'],
    ['data that JSON cannot say', { data: () => {} }, 'invalid-event'],
    ['the id that marks the end', { data: '', id: 'end-of-stream' }, 'invalid-event'],
  ])('%s is no event: the stream ends in an error event, and the source is told to stop', async (_, item, code) => {
    const errors: unknown[] = [];
    let aborted = false;
    let returned = false;
    const source = async function* ({ signal }: SourceContext) {
      try {
        yield item;
        expect.unreachable();
      } finally {
        aborted = signal.aborted;
        returned = true;
      }
    };
    const { events } = await read(untyped(source, { request: get(), onError: (error) => errors.push(error) }));
    expect(events).toEqual([{ type: 'error', data: expect.any(String), lastEventId: 'end-of-stream' }]);
    expect(errors).toEqual([expect.objectContaining({ name: 'SpillwayError', code })]);
    expect({ aborted, returned }).toEqual({ aborted: true, returned: true });
  });
});

test('options out of their bounds are refused at once', () => {
  for (const heartbeatMs of [0, 99, 3_600_001, 1000.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => eventStream(three, { heartbeatMs })).toThrowError(expect.objectContaining({ code: 'invalid-option' }));
  }
  expect(() => eventStream(three, { retryMs: -1 })).toThrowError(expect.objectContaining({ code: 'invalid-field' }));
});
