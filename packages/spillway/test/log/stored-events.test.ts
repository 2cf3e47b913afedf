import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent, NewEvent } from '../../src/event.ts';
import { eventBytes } from '../../src/log/event-bytes.ts';
import { StoredEvents } from '../../src/log/stored-events.ts';

/** Text of all kinds, now and then so long that it fills a slab or several. */
const aText = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  fc
    .tuple(fc.constantFrom('x', 'é', '€', '🌊'), fc.integer({ min: 5_000, max: 70_000 }))
    .map(([unit, count]) => unit.repeat(count)),
);
const anEvent: fc.Arbitrary<NewEvent> = fc
  .record(
    {
      topics: fc.uniqueArray(fc.constantFrom('x', 'y/ü', 'z/🌊'), { minLength: 1 }),
      data: aText,
      event: fc.string({ unit: 'binary', maxLength: 3 }),
      id: fc.string({ unit: 'binary', maxLength: 3 }),
      key: fc.string({ unit: 'binary', maxLength: 3 }),
      ttl: fc.constantFrom(0.5, 10),
      retry: fc.nat(),
    },
    { requiredKeys: ['topics', 'data'] },
  )
  .map((event) => ({ ...event }));

const time = 1_800_000_000_000;

test('stored events are those that were pushed and have not left, whatever they hold', () => {
  const aStep = fc.oneof({ weight: 3, arbitrary: anEvent }, { weight: 2, arbitrary: fc.constant('shift' as const) });
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60 }), (steps) => {
      const stored = new StoredEvents();
      const returned: LoggedEvent[] = [];
      const given: LoggedEvent[] = [];
      let offset = 1;
      for (const step of steps) {
        if (step !== 'shift') {
          returned.push(stored.push(step, time));
          given.push({ ...step, offset: offset++, time });
        } else if (given.shift()) {
          returned.shift();
          stored.shift();
        }
        expect(stored).toMatchObject({ first: offset - given.length, last: offset - 1, count: given.length });
        expect(stored.bytes).toBe(given.reduce((sum, event) => sum + eventBytes(event), 0));
      }
      expect(returned).toEqual(given);
      for (const event of given) {
        expect(stored.get(event.offset)).toEqual(event);
        expect(stored.idOf(event.offset)).toBe(event.id);
        expect(stored.sizeOf(event.offset)).toBe(eventBytes(event));
      }
    }),
  );
});

test('a long event does not displace the slab that short ones share', () => {
  const stored = new StoredEvents();
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 100; count++) {
    stored.push({ topics: ['t'], data: 'short' }, time);
    stored.push({ topics: ['t'], data: 'x'.repeat(30_000) }, time);
  }
  expect(stored.get(199)).toMatchObject({ data: 'short' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 30_000 + 1_000_000);
});
