import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { answerEventStream } from '../../src/http/event-stream-answer.ts';
import { eventStream } from '../../src/http/event-stream.ts';
import type { EventStreamOptions } from '../../src/http/event-stream.ts';
import type { EventStreamSource, SourceContext } from '../../src/http/event-stream-source.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

/** A stream and the client that reads it, one chunk at a time. */
function open(source: EventStreamSource, options: EventStreamOptions = {}) {
  const clock = new SimulatedClock();
  const { body } = eventStream(source, { clock, ...options });
  if (body === null) throw new Error('the response has no body');
  const reader = body.getReader();
  const decoder = new TextDecoder();
  return {
    clock,
    /** The next chunk's text, or undefined at the end. */
    read: async () => {
      const { done, value } = await reader.read();
      return done ? undefined : decoder.decode(value);
    },
    leave: () => reader.cancel(),
  };
}

/** A stream on a connection that is full after every write, until `read`. */
function attach(source: EventStreamSource, options: EventStreamOptions) {
  const clock = new SimulatedClock();
  const request = { method: 'GET', lastEventId: '', signals: [] };
  const answer = answerEventStream(source, { clock, ...options }, request);
  if (answer === 'ended') throw new Error('the stream has ended');
  const writes: string[] = [];
  const subscriber = answer({
    write(bytes) {
      writes.push(new TextDecoder().decode(bytes));
      return false;
    },
    end() {},
  });
  return { clock, writes, read: () => subscriber.drained() };
}

const never = () => new Promise<never>(() => {});

/** Rejects with the signal's reason, as `fetch` does. */
async function abortOf(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  signal.throwIfAborted();
}

/** A source that counts how often it was asked, and stands still when it is told to. */
function counting() {
  const state = { asked: 0, returned: 0, signal: undefined as AbortSignal | undefined };
  const source = ({ signal }: SourceContext): AsyncIterable<string> => {
    state.signal = signal;
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false, value: String(++state.asked) }),
        return: () => {
          state.returned++;
          return never();
        },
      }),
    };
  };
  return { state, source };
}

describe('backpressure', () => {
  test('a source is asked for an event only when the client reads one', async () => {
    const { state, source } = counting();
    const { clock, read } = open(source);
    await clock.settle();
    expect(state.asked).toBe(0);
    expect(await read()).toBe(': heartbeat 15000\n');
    for (let n = 1; n <= 5; n++) {
      expect(await read()).toBe(`data: ${n}\n\n`);
      await clock.settle();
      expect(state.asked).toBe(n);
    }
  });

  test('a client that asks for much at once gets it in order', async () => {
    const { source } = counting();
    const { read } = open(source);
    const chunks = await Promise.all(Array.from({ length: 100 }, read));
    expect(chunks.slice(1)).toEqual(Array.from({ length: 99 }, (_, n) => `data: ${n + 1}\n\n`));
  });
});

describe('a client that leaves', () => {
  test('aborts the signal at once, and the iterator is returned without waiting for what it is doing', async () => {
    const { state, source } = counting();
    const { clock, read, leave } = open(source);
    await read();
    await read();
    const left = leave();
    expect(state.signal?.aborted).toBe(true);
    expect(state.returned).toBe(1);
    await left;
    await clock.settle();
    expect(state).toMatchObject({ asked: 1, returned: 1 });
  });

  test('aborts the signal also while the source works on its next event, and the generator cleans up', async () => {
    let cleanedUp = false;
    const { clock, read, leave } = open(async function* ({ signal }) {
      try {
        yield 'first';
        await abortOf(signal);
      } finally {
        cleanedUp = true;
      }
    });
    await read();
    expect(await read()).toBe('data: first\n\n');
    const waiting = read();
    await clock.settle();
    await leave();
    expect(await waiting).toBe(undefined);
    await clock.settle();
    expect(cleanedUp).toBe(true);
  });

  test('cancels a ReadableStream, also while it works on its next event', async () => {
    let cancelled = false;
    const { clock, read, leave } = open(
      new ReadableStream<string>({
        start: (controller) => controller.enqueue('first'),
        pull: never,
        cancel() {
          cancelled = true;
        },
      }),
    );
    await read();
    await read();
    const waiting = read();
    await clock.settle();
    const left = leave();
    expect(cancelled).toBe(true);
    await left;
    expect(await waiting).toBe(undefined);
  });

  test('while a source function is still opening: what it opens is returned as soon as it is there', async () => {
    const { state, source } = counting();
    const gate = new EventTarget();
    const opening = new Promise((resolve) => gate.addEventListener('open', resolve));
    const { clock, read, leave } = open(async (context) => {
      const iterable = source(context);
      await opening;
      return iterable;
    });
    await read();
    await leave();
    expect(state.signal?.aborted).toBe(true);
    gate.dispatchEvent(new Event('open'));
    await clock.settle();
    expect(state).toMatchObject({ asked: 0, returned: 1 });
  });

  test('is told by the signal of the request too, where the runtime does not cancel the body', async () => {
    const { state, source } = counting();
    const client = new AbortController();
    const { read } = open(source, { request: new Request('http://localhost/', { signal: client.signal }) });
    await read();
    await read();
    client.abort();
    expect(state.signal?.aborted).toBe(true);
    expect(state.returned).toBe(1);
    expect(await read()).toBe(undefined);
  });

  test('is no error, but what goes wrong when the source cleans up is one', async () => {
    const errors: unknown[] = [];
    const wrong = new Error('the file could not be closed');
    for (const thrown of [undefined, wrong]) {
      const { clock, read, leave } = open(
        async function* ({ signal }) {
          try {
            await abortOf(signal);
            yield 'never';
          } catch (error) {
            throw thrown ?? error;
          }
        },
        { onError: (error) => errors.push(error) },
      );
      await read();
      const waiting = read();
      await clock.settle();
      await leave();
      await waiting;
      await clock.settle();
    }
    expect(errors).toEqual([wrong]);
  });
});

describe('heartbeats', () => {
  test('flow while the source is silent, from the last write on', async () => {
    const source = new TransformStream<string, string>();
    const writer = source.writable.getWriter();
    const { clock, read } = open(source.readable, { heartbeatMs: 1000 });
    expect(await read()).toBe(': heartbeat 1000\n');

    const chunks: unknown[] = [];
    void (async () => {
      for (let chunk = await read(); chunk !== undefined; chunk = await read()) chunks.push(chunk);
      chunks.push('end');
    })();
    await clock.advance(999);
    expect(chunks).toEqual([]);
    await clock.advance(1);
    expect(chunks).toEqual([':\n']);
    await clock.advance(600);
    await writer.write('news');
    await clock.advance(999);
    expect(chunks).toEqual([':\n', 'data: news\n\n']);
    await clock.advance(3001);
    expect(chunks).toEqual([':\n', 'data: news\n\n', ':\n', ':\n', ':\n', ':\n']);
    await writer.close();
    await clock.advance(10_000);
    expect(chunks.slice(6)).toEqual(['end']);
  });

  test('do not pile up for a client that does not read, and go on when it does', async () => {
    const { clock, writes, read } = attach(never, { heartbeatMs: 1000 });
    await clock.advance(60_000);
    expect(writes).toEqual([': heartbeat 1000\n']);
    read();
    await clock.advance(60_000);
    expect(writes).toEqual([': heartbeat 1000\n', ':\n']);
  });

  test('keep an event that comes right after one waiting until the connection takes more', async () => {
    const source = new TransformStream<string, string>();
    const { clock, writes, read } = attach(source.readable, { heartbeatMs: 1000 });
    read();
    await clock.advance(1000);
    void source.writable.getWriter().write('news');
    await clock.settle();
    expect(writes.slice(1)).toEqual([':\n']);
    read();
    await clock.settle();
    expect(writes.slice(1)).toEqual([':\n', 'data: news\n\n']);
  });

  test('end with the client', async () => {
    const { clock, read, leave } = open(never, { heartbeatMs: 1000 });
    await read();
    await leave();
    await clock.advance(60_000);
    expect(await read()).toBe(undefined);
  });
});

describe('the signal of the server', () => {
  test('ends the stream without a terminal event, so that clients reconnect, and stops the source', async () => {
    const { state, source } = counting();
    const server = new AbortController();
    const request = new Request('http://localhost/');
    const { read } = open(source, { signal: server.signal, request });
    await read();
    expect(await read()).toBe('data: 1\n\n');
    server.abort();
    expect(state.signal?.aborted).toBe(true);
    expect(state.returned).toBe(1);
    expect(await read()).toBe(undefined);
  });

  test('that is aborted already keeps the source from being asked', async () => {
    const { read } = open(() => expect.unreachable(), { signal: AbortSignal.abort() });
    expect(await read()).toBe(': heartbeat 15000\n');
    expect(await read()).toBe(undefined);
  });

  test('is listened to by open streams alone, however many', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const server = new AbortController();
    const streams = Array.from({ length: 100 }, () => open(never, { signal: server.signal }));
    expect(getEventListeners(server.signal, 'abort')).toHaveLength(100);
    for (const { leave } of streams) await leave();
    expect(getEventListeners(server.signal, 'abort')).toHaveLength(0);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
