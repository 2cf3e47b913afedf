import { type } from 'arktype';
import * as v from 'valibot';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { asGap, asText, subscribe } from '../../../src/client/index.ts';
import type { ConnectionState, EventReaders, Gap, Subscription, SubscriptionEvent } from '../../../src/client/index.ts';

// What tsc makes of subscriptions; those here are over from the beginning.
const url = 'http://hub.test/events';
const signal = AbortSignal.abort();

const events = {
  paid: z.object({ amount: z.number() }),
  price: v.pipe(
    v.string(),
    v.transform((text) => Number(text)),
  ),
  user: type({ name: 'string' }),
  token: asText,
  count: async (text: string) => text.length,
};

test('types flow to listeners', () => {
  const { on } = subscribe(url, { signal, events });
  on('paid', (event) => expectTypeOf(event).toEqualTypeOf<SubscriptionEvent<'paid', { amount: number }>>());
  on('price', ({ data }) => expectTypeOf(data).toEqualTypeOf<number>());
  on('user', ({ data }) => expectTypeOf(data).toEqualTypeOf<{ name: string }>());
  on('token', ({ data }) => expectTypeOf(data).toEqualTypeOf<string>());
  on('count', ({ data }) => expectTypeOf(data).toEqualTypeOf<number>());
  on('gap', ({ data }) => expectTypeOf(data).toEqualTypeOf<Gap>());
  on('message', ({ data }) => expectTypeOf(data).toEqualTypeOf<string>());
  on('restart', ({ data }) => expectTypeOf(data).toEqualTypeOf<string>());
  // @ts-expect-error A type without a reader is most likely misspelt.
  on('piad', () => {});
  on('*', (event) => {
    expectTypeOf(event.type).toEqualTypeOf<keyof typeof events>();
    if (event.type === 'paid') expectTypeOf(event.data).toEqualTypeOf<{ amount: number }>();
  });
});

test('types flow to iterators, as a union by type', async () => {
  expectTypeOf(subscribe(url, { signal, events })).toExtend<AsyncIterable<{ type: keyof typeof events }>>();
  for await (const event of subscribe(url, { signal, events })) {
    if (event.type === 'price') expectTypeOf(event.data).toEqualTypeOf<number>();
    if (event.type === 'token') expectTypeOf(event.data).toEqualTypeOf<string>();
    // @ts-expect-error Events without a reader are not carried.
    if (event.type === 'another') return;
  }
});

test('gaps are carried where they have a reader', async () => {
  for await (const event of subscribe(url, { signal, events: { gap: asGap, token: asText } })) {
    expectTypeOf(event.data).toEqualTypeOf<Gap | string>();
    if (event.type === 'gap') expectTypeOf(event.data.reason).toEqualTypeOf<Gap['reason']>();
  }
});

test('without readers all is text, but gaps', async () => {
  const subscription = subscribe(new URL(url), { signal });
  expectTypeOf(subscription).toEqualTypeOf<Subscription<EventReaders>>();
  subscription.on('paid', ({ data }) => expectTypeOf(data).toEqualTypeOf<string>());
  subscription.on('gap', ({ data }) => expectTypeOf(data).toEqualTypeOf<Gap>());
  for await (const event of subscription) expectTypeOf(event.data).toEqualTypeOf<string>();
});

test('every subscription is a Subscription, of whose data nothing is known', async () => {
  const all: Subscription[] = [subscribe(url, { signal }), subscribe(url, { signal, events })];
  for (const subscription of all) {
    subscription.on('paid', ({ data }) => expectTypeOf(data).toEqualTypeOf<unknown>());
    subscription.on('*', ({ data }) => expectTypeOf(data).toEqualTypeOf<unknown>());
    for await (const event of subscription) expectTypeOf(event).toEqualTypeOf<SubscriptionEvent<string, unknown>>();
  }
  expectTypeOf<Subscription<typeof events>>().toExtend<Subscription>();
  expectTypeOf<Subscription<EventReaders>>().toExtend<Subscription>();
});

test('keyOf gets the events of the iterators', () => {
  const subscription = subscribe(url, {
    signal,
    events: { price: z.object({ symbol: z.string() }) },
    buffer: {
      policy: 'latest-by-key',
      keyOf({ data }) {
        expectTypeOf(data).toEqualTypeOf<{ symbol: string }>();
        return data.symbol;
      },
    },
  });
  expectTypeOf(subscription).toExtend<AsyncIterable<{ data: { symbol: string } }>>();
});

test('the state is a store, for Svelte and for useSyncExternalStore', () => {
  interface Store {
    subscribe(run: (state: ConnectionState) => void): () => void;
  }
  expectTypeOf<Subscription>().toExtend<Store>();
  expectTypeOf<Subscription['getState']>().toEqualTypeOf<(this: void) => ConnectionState>();
  expectTypeOf<Subscription['onStateChange']>().toEqualTypeOf<(this: void, listener: () => void) => () => void>();
});

test('what cannot be is refused', () => {
  // @ts-expect-error A reader is a Standard Schema, or a function of the text.
  const wrong = subscribe(url, { signal, events: { paid: { amount: 'number' } } });
  expectTypeOf(wrong.state).toEqualTypeOf<ConnectionState>();
  // @ts-expect-error A stream can be sent only once.
  subscribe(url, { signal, body: new ReadableStream() });
});
