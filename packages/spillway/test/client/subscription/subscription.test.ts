import { type } from 'arktype';
import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openConnection } from '../../../src/client/connection.ts';
import { asGap, asText } from '../../../src/client/event-reader.ts';
import type { EventReaders } from '../../../src/client/event-reader.ts';
import { openSubscription } from '../../../src/client/open-subscription.ts';
import type { SubscribeOptions, Subscription } from '../../../src/client/subscription.ts';
import type { SpillwayError } from '../../../src/error.ts';
import { Simulation } from './simulation.ts';
import { patient } from '../../../../hub/test/support/patience.ts';

const url = 'http://hub.test/events';

function subscribeTo<const Readers extends EventReaders = EventReaders>(
  options: SubscribeOptions<Readers> = {},
  simulation = new Simulation(),
) {
  const subscription = openSubscription(url, options, openConnection, simulation.environment);
  return {
    subscription,
    simulation,
    settle: () => simulation.clock.settle(),
    /** What the server writes, and what follows from it. */
    write: async (text: string) => {
      await simulation.clock.settle();
      simulation.server.stream.write(text);
      await simulation.clock.settle();
    },
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

const lot = (from: number) =>
  Array.from({ length: 5 }, (_, n) => `event: slow\nid: ${from + n}\ndata: ${from + n}\n\n`).join('');

const paid = (amount: unknown, id: string) => `event: paid\nid: ${id}\ndata: ${JSON.stringify({ amount })}\n\n`;

describe('events', () => {
  test.each([
    ['zod', z.object({ amount: z.number() })],
    ['zod, asynchronous', z.object({ amount: z.number() }).refine(async () => true)],
    ['valibot', v.object({ amount: v.number() })],
    [
      'valibot, asynchronous',
      v.pipeAsync(
        v.object({ amount: v.number() }),
        v.checkAsync(async () => true),
      ),
    ],
    ['arktype', type({ amount: 'number' })],
  ])('are checked by a schema of %s; what it refuses breaks nothing', async (_, schema) => {
    const invalid: [SpillwayError, string][] = [];
    const { subscription, write } = subscribeTo({
      events: { paid: schema },
      onInvalid: (error, event) => invalid.push([error, event.data]),
    });
    const seen: unknown[] = [];
    subscription.on('paid', (event) => seen.push(event.data));
    await write(paid(1, '1') + paid('much', '2') + 'event: paid\nid: 3\ndata: no JSON\n\n' + paid(4, '4'));
    await vi.waitFor(() => expect(seen).toEqual([{ amount: 1 }, { amount: 4 }]), patient);
    expect(invalid.map(([error, data]) => [error.code, data])).toEqual([
      ['invalid-data', '{"amount":"much"}'],
      ['invalid-data', 'no JSON'],
    ]);
    const [refusal, noJson] = invalid.map(([error]) => error.cause);
    expect((refusal as AggregateError).errors[0]).toHaveProperty('message');
    expect(noJson).toBeInstanceOf(SyntaxError);
    expect(subscription.lastEventId).toBe('4');
    expect(subscription.state.phase).toBe('open');
  });

  test('keep their order, however long the reader of each takes', async () => {
    const { subscription, write, simulation } = subscribeTo({
      events: {
        slow: (data: string) =>
          new Promise<string>((resolve) => simulation.clock.after(Number(data), () => resolve(data))),
        fast: asText,
      },
    });
    const seen: string[] = [];
    subscription.on('*', ({ type: name, data }) => seen.push(`${name} ${data}`));
    await write('event: slow\nid: 1\ndata: 300\n\nevent: fast\nid: 2\ndata: 0\n\nevent: slow\nid: 3\ndata: 10\n\n');
    expect(seen).toEqual([]);
    expect(subscription.lastEventId).toBe('');
    await simulation.clock.advance(300);
    expect(seen).toEqual(['slow 300', 'fast 0']);
    expect(subscription.lastEventId).toBe('2');
    await simulation.clock.advance(10);
    expect(seen).toEqual(['slow 300', 'fast 0', 'slow 10']);
  });

  test('of a reader that is slower than the stream hold the stream', async () => {
    const { subscription, write, simulation } = subscribeTo({
      buffer: { events: 5 },
      events: { slow: (data: string) => new Promise((resolve) => simulation.clock.after(1000, () => resolve(data))) },
    });
    const seen: unknown[] = [];
    subscription.on('slow', ({ data }) => seen.push(data));
    await write(lot(0));
    await write(lot(5));
    const { pulls } = simulation.server.stream;
    await write(lot(10));
    expect(simulation.server.stream.pulls).toBe(pulls);
    await simulation.clock.advance(20_000);
    expect(seen).toEqual(Array.from({ length: 15 }, (_, n) => String(n)));
  });

  test('of types without a reader are text, and only those that ask by name get them', async () => {
    const { subscription, write } = subscribeTo({ events: { known: asText } });
    const seen: string[] = [];
    subscription.on('*', (event) => seen.push(`* ${event.type}`));
    const untyped: Subscription = subscription;
    untyped.on('other', (event) => seen.push(`other ${String(event.data)}`));
    // Names that every object has are no readers.
    untyped.on('toString', (event) => seen.push(`toString ${String(event.data)}`));
    await write('event: known\ndata: 1\n\nevent: other\ndata: 2\n\nevent: toString\ndata: 3\n\n');
    expect(seen).toEqual(['* known', 'other 2', 'toString 3']);
  });

  test('without any reader are all text', async () => {
    const { subscription, write } = subscribeTo();
    const seen: string[] = [];
    subscription.on('*', (event) => seen.push(`${event.type} ${event.data}`));
    subscription.on('message', (event) => seen.push(`message only ${event.data}`));
    await write('data: 1\n\nevent: paid\ndata: 2\n\n');
    expect(seen).toEqual(['message 1', 'message only 1', 'paid 2']);
  });

  test('are told in their place where they are gaps', async () => {
    const gap = 'event: gap\nid: e1-7\ndata: {"reason":"trimmed","after":"e1-3"}\n\n';
    const { subscription, write } = subscribeTo({ events: { message: asText, gap: asGap } });
    const seen: unknown[] = [];
    subscription.on('gap', (event) => seen.push(event.data));
    subscription.on('*', (event) => seen.push(event.type));
    await write(`id: e1-3\ndata: 1\n\n${gap}id: e1-8\ndata: 2\n\n`);
    expect(seen).toEqual(['message', { reason: 'trimmed', after: 'e1-3' }, 'gap', 'message']);

    const unasked = subscribeTo();
    const types: string[] = [];
    const gaps: unknown[] = [];
    unasked.subscription.on('*', (event) => types.push(event.type));
    unasked.subscription.on('gap', (event) => gaps.push(event.data.after));
    await unasked.write(gap);
    expect([types, gaps, unasked.subscription.lastEventId]).toEqual([[], ['e1-3'], 'e1-7']);
  });
});

describe('listeners', () => {
  test('are told until they are stopped, also those that are added or stopped meanwhile', async () => {
    const { subscription, write } = subscribeTo();
    const seen: string[] = [];
    const stopSecond = { current: () => {} };
    const stopFirst = subscription.on('message', ({ data }) => {
      seen.push(`first ${data}`);
      stopSecond.current();
      subscription.on('message', () => seen.push('added'));
    });
    stopSecond.current = subscription.on('message', ({ data }) => seen.push(`second ${data}`));
    await write('data: 1\n\n');
    expect(seen).toEqual(['first 1']);
    stopFirst();
    await write('data: 2\n\n');
    expect(seen).toEqual(['first 1', 'added']);
  });

  test('that fail are reported, and harm nobody', async () => {
    const reported = vi.spyOn(console, 'error').mockReturnValue();
    const { subscription, write } = subscribeTo();
    const failure = new Error('a bug');
    const seen: string[] = [];
    subscription.on('message', () => {
      throw failure;
    });
    subscription.on('message', async () => {
      throw failure;
    });
    subscription.on('message', ({ data }) => seen.push(data));
    await write('data: 1\n\ndata: 2\n\n');
    expect(seen).toEqual(['1', '2']);
    expect(reported.mock.calls).toEqual([[failure], [failure], [failure], [failure]]);
  });
});

describe('the state', () => {
  test('can be read, watched, and used as a store', async () => {
    const { subscription, settle, simulation } = subscribeTo();
    const { getState, onStateChange, subscribe } = subscription;
    const changes: string[] = [];
    const store: string[] = [];
    const stop = onStateChange(() => changes.push(getState().phase));
    const unsubscribe = subscribe(({ phase }) => store.push(phase));
    expect(store).toEqual(['connecting']);
    await settle();
    const open = getState();
    expect(open).toEqual({ phase: 'open', transport: 'stream' });
    // The same object as long as nothing changes, as useSyncExternalStore wants it.
    simulation.server.stream.write('data: 1\n\n');
    await settle();
    expect(getState()).toBe(open);
    expect(subscription.state).toBe(open);
    stop();
    unsubscribe();
    subscription.close();
    expect(changes).toEqual(['open']);
    expect(store).toEqual(['connecting', 'open']);
    expect(getState()).toEqual({ phase: 'closed' });
  });

  test('is closed, with the reason, after the events before it', async () => {
    const { subscription, write, simulation } = subscribeTo({
      events: { slow: (data: string) => new Promise((resolve) => simulation.clock.after(100, () => resolve(data))) },
    });
    const told: unknown[] = [];
    subscription.on('slow', ({ data }) => told.push(data));
    subscription.onStateChange(() => told.push(subscription.state.phase));
    await write('event: slow\ndata: last\n\nevent: end\nid: end-of-stream\ndata\n\n');
    await simulation.clock.advance(100);
    expect(told).toEqual(['open', 'last', 'closed']);
  });
});

describe('the end', () => {
  test('comes by close, by dispose, and by a signal, and lets go of everything', async () => {
    const aborter = new AbortController();
    const simulations = await Promise.all(
      (['close', 'dispose', 'asyncDispose', 'signal'] as const).map(async (way) => {
        const { subscription, settle, simulation } = subscribeTo({ signal: aborter.signal });
        await settle();
        if (way === 'close') subscription.close();
        if (way === 'dispose') subscription[Symbol.dispose]();
        if (way === 'asyncDispose') await subscription[Symbol.asyncDispose]();
        if (way === 'signal') aborter.abort();
        expect(subscription.state, way).toEqual({ phase: 'closed' });
        return simulation;
      }),
    );
    for (const { server, pageFollowers } of simulations) {
      expect(server.stream.isLeft).toBe(true);
      expect(pageFollowers).toBe(0);
    }
  });

  test('leaves nothing on a signal that lives on', async () => {
    const aborter = new AbortController();
    const removed = vi.spyOn(aborter.signal, 'removeEventListener');
    const { subscription, settle } = subscribeTo({ signal: aborter.signal });
    await settle();
    subscription.close();
    expect(removed).toHaveBeenCalledOnce();
  });

  test('is there from the beginning where the signal was aborted before', async () => {
    const { subscription, settle, simulation } = subscribeTo({ signal: AbortSignal.abort() });
    expect(subscription.state).toEqual({ phase: 'closed' });
    await settle();
    expect(simulation.server.asked).toEqual([]);
  });

  test('is nothing that can be taken back', async () => {
    const { subscription, settle, simulation } = subscribeTo();
    subscription.close();
    subscription.reconnect();
    await settle();
    expect(simulation.server.asked).toEqual([]);
    expect(subscription.state).toEqual({ phase: 'closed' });
  });

  test('inside a listener spares all that would have followed, and the cursor stays at what was told', async () => {
    const { subscription, write } = subscribeTo();
    const seen: string[] = [];
    subscription.on('message', ({ data }) => {
      seen.push(data);
      subscription.close();
    });
    await write('id: 1\ndata: one\n\nid: 2\ndata: two\n\nid: 3\n\n');
    expect(seen).toEqual(['one']);
    expect(subscription.lastEventId).toBe('1');
  });
});
