import fc from 'fast-check';
import type { Since } from '../../../src/hub/hub.ts';
import type { Selection } from '../../../src/hub/selection.ts';

interface EventShape {
  readonly topics: readonly string[];
  readonly key: string | undefined;
  readonly ttl: number | undefined;
  readonly hasId: boolean;
}

/** What can happen to a hub. `client` picks among those to whom it can happen. */
export type Operation =
  | { readonly do: 'publish'; readonly events: readonly EventShape[]; readonly repeat: boolean }
  | { readonly do: 'publish what is refused' }
  | { readonly do: 'subscribe'; readonly selection: Selection; readonly since: Since }
  | { readonly do: 'disconnect'; readonly client: number; readonly arriving: number }
  | { readonly do: 'resume' | 'stall' | 'drain'; readonly client: number }
  | { readonly do: 'trim'; readonly events: number }
  | { readonly do: 'take turns'; readonly turns: number }
  | { readonly do: 'pass time'; readonly ms: number }
  | { readonly do: 'restart' | 'restart empty'; readonly arriving: number };

const topic = fc.constantFrom('a', 'b', 'a/x', 'a/y/z');

const event: fc.Arbitrary<EventShape> = fc.record({
  topics: fc.uniqueArray(topic, { minLength: 1, maxLength: 2 }),
  key: fc.option(fc.constantFrom('k', 'l'), { nil: undefined, freq: 2 }),
  ttl: fc.option(fc.constantFrom(1, 60), { nil: undefined, freq: 5 }),
  hasId: fc.boolean(),
});

const selection: fc.Arbitrary<Selection> = fc.record(
  {
    topics: fc.uniqueArray(fc.constantFrom('a', 'b', 'a/:any', 'a/*', '*'), { minLength: 1, maxLength: 2 }),
    grants: fc.uniqueArray(fc.constantFrom('a', 'b', 'a/x', 'a/*'), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['topics'] },
);

const client = fc.nat(9);
const arriving = fc.oneof(fc.nat(400), fc.constant(Number.POSITIVE_INFINITY));

function operation<Name extends Operation['do'], Shape extends object>(weight: number, name: Name, shape: Shape) {
  return { weight, arbitrary: fc.record({ do: fc.constant(name), ...shape }) as fc.Arbitrary<Operation> };
}

export const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    operation(12, 'publish', { events: fc.array(event, { minLength: 1, maxLength: 4 }), repeat: fc.boolean() }),
    operation(1, 'publish what is refused', {}),
    operation(5, 'subscribe', { selection, since: fc.constantFrom<Since>('now', 'now', 'earliest', 'latest') }),
    operation(4, 'disconnect', { client, arriving }),
    operation(6, 'resume', { client }),
    operation(5, 'stall', { client }),
    operation(4, 'drain', { client }),
    operation(2, 'trim', { events: fc.nat(6) }),
    operation(8, 'take turns', { turns: fc.integer({ min: 1, max: 4 }) }),
    operation(2, 'pass time', { ms: fc.constantFrom(500, 2_000, 20_000) }),
    operation(1, 'restart', { arriving }),
    operation(1, 'restart empty', { arriving }),
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
);
