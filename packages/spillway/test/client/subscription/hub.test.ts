import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { asGap, subscribe } from '../../../src/client/index.ts';
import { SpillwayError } from '../../../src/error.ts';
import { createEventsHandler } from '../../../src/http/events-handler.ts';
import { eventStream } from '../../../src/http/event-stream.ts';
import { createHub } from '../../../src/hub/create-hub.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { HubOptions } from '../../../src/hub/options.ts';
import { createMemoryLog } from '../../../src/log/memory.ts';
import { patient } from '../../../../hub/test/support/patience.ts';

const url = 'http://hub.test/events';
const retry = { minMs: 1, maxMs: 5 };

/** A fetch that is answered by a handler in this process, and whose streams can be cut. */
function fetchFrom(handle: (request: Request) => Response | Promise<Response>) {
  let cuts: (() => void)[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const line = new AbortController();
    const signals = [line.signal, ...(init?.signal ? [init.signal] : [])];
    const response = await handle(new Request(input, { ...init, signal: AbortSignal.any(signals) }));
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    cuts.push(() => line.abort(new TypeError('cut')));
    // A line that is cut breaks the body.
    response.body?.pipeTo(writable, { signal: line.signal }).catch(() => {});
    return new Response(response.body && readable, response);
  };
  const cut = () => {
    for (const each of cuts) each();
    cuts = [];
  };
  return { fetch, cut };
}

function openHub(options?: HubOptions): Hub {
  // It tells its subscribers to come back after so long, or half as long again.
  const hub = createHub({ retryMs: 4, ...options });
  onTestFinished(() => hub.close());
  return hub;
}

async function published(hub: Hub, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await hub.publish({ topic: 'numbers', event: 'number', data: { n } });
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const schema = z.object({ n: z.number() });

describe.each(['never', 'always'] as const)('with the real hub, long polling %s', (longPolling) => {
  test('every event comes once and in order, however often the line is cut', async () => {
    const hub = openHub();
    const { fetch, cut } = fetchFrom(createEventsHandler(hub));
    using subscription = subscribe(url, {
      topics: ['numbers'],
      since: 'earliest',
      events: { number: schema },
      retry,
      fetch,
      longPolling,
    });
    const seen: number[] = [];
    subscription.on('number', ({ data }) => seen.push(data.n));
    for (let n = 1; n <= 200; n++) {
      await published(hub, n, n);
      if (n % 7 === 0) cut();
    }
    await vi.waitFor(() => expect(seen).toHaveLength(200), patient);
    expect(seen).toEqual(numbers(1, 200));
  });

  test('a later subscription resumes where an earlier one stood', async () => {
    const hub = openHub();
    const { fetch } = fetchFrom(createEventsHandler(hub));
    const first = subscribe(url, { topics: ['numbers'], since: 'earliest', fetch, longPolling });
    await published(hub, 1, 3);
    await vi.waitFor(() => expect(first.lastEventId).toMatch(/-3$/), patient);
    const { lastEventId } = first;
    first.close();
    await published(hub, 4, 6);
    using second = subscribe(url, { topics: ['numbers'], fetch, longPolling, lastEventId, events: { number: schema } });
    const seen: number[] = [];
    for await (const { data } of second) if (seen.push(data.n) === 3) break;
    expect(seen).toEqual([4, 5, 6]);
  });

  test('that a cursor is of another life of the log is told as a gap, before all that is kept', async () => {
    const hub = openHub({ log: createMemoryLog({ epoch: 'e2' }) });
    await published(hub, 1, 3);
    const { fetch } = fetchFrom(createEventsHandler(hub));
    using subscription = subscribe(url, {
      topics: ['numbers'],
      lastEventId: 'e1-2',
      events: { number: schema, gap: asGap },
      fetch,
      longPolling,
    });
    const seen: unknown[] = [];
    for await (const { data } of subscription) if (seen.push(data) === 4) break;
    expect(seen).toEqual([{ reason: 'epoch', after: 'e1-2' }, { n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test('an expired token is renewed, and who may not come is told so', async () => {
    const hub = openHub();
    let valid = 'first';
    const handle = createEventsHandler(hub, {
      authorize(request) {
        if (request.header('authorization') !== `Bearer ${valid}`)
          throw new SpillwayError('unauthorized', 'who are you?');
        return { publish: [], subscribe: ['*'] };
      },
    });
    const { fetch, cut } = fetchFrom(handle);
    let token = 'first';
    using subscription = subscribe(url, {
      topics: ['numbers'],
      since: 'earliest',
      retry,
      fetch,
      longPolling,
      token: async () => {
        const given = token;
        token = valid;
        return given;
      },
    });
    await vi.waitFor(() => expect(subscription.state.phase).toBe('open'), patient);
    valid = 'second';
    cut();
    await published(hub, 1, 1);
    await vi.waitFor(() => expect(subscription.lastEventId).toMatch(/-1$/), patient);

    using stranger = subscribe(url, { topics: ['numbers'], fetch, longPolling: 'never', token: 'wrong' });
    await vi.waitFor(
      () => expect(stranger.state).toMatchObject({ phase: 'closed', error: { code: 'unauthorized', status: 401 } }),
      patient,
    );
  });
});

test('several topics come with their names', async () => {
  const hub = openHub();
  const { fetch } = fetchFrom(createEventsHandler(hub));
  using subscription = subscribe(url, { topics: ['orders/:id', 'prices'], since: 'earliest', fetch });
  await hub.publish({ topic: ['orders/42', 'secret'], data: 'one' });
  await hub.publish({ topic: 'prices', data: 'two' });
  const seen: unknown[] = [];
  for await (const { topics, data } of subscription) if (seen.push([topics, data]) === 2) break;
  expect(seen).toEqual([
    [['orders/42'], 'one'],
    [['prices'], 'two'],
  ]);
});

test('a stream for one request is read to its end, and not asked for again', async () => {
  let requests = 0;
  const { fetch } = fetchFrom((request) => {
    requests += 1;
    return eventStream(
      async function* () {
        yield { event: 'token', data: 'Hel' };
        yield { event: 'token', data: 'lo' };
      },
      { request },
    );
  });
  for (const method of ['GET', 'POST']) {
    requests = 0;
    const answer: string[] = [];
    const subscription = subscribe(url, { method, fetch, retry });
    for await (const { data } of subscription) answer.push(data);
    expect(answer).toEqual(['Hel', 'lo']);
    expect(subscription.state).toEqual({ phase: 'closed' });
    expect(requests).toBe(1);
  }
});

test('a stream for one request whose source fails says so', async () => {
  const onError = vi.fn<(error: unknown) => void>();
  const { fetch } = fetchFrom((request) =>
    eventStream(
      // oxlint-disable-next-line require-yield
      async function* () {
        throw new Error('the model is down');
      },
      { request, onError },
    ),
  );
  for (const method of ['GET', 'POST']) {
    const subscription = subscribe(url, { method, fetch });
    await expect(subscription[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'source-failed' });
  }
});
