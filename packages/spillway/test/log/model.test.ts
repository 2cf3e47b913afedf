import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryLog, type MemoryLogOptions } from 'spillway/log/memory';
import type { EventLog, Retention } from '../../src/log/event-log.ts';
import type { LoggedEvent, NewEvent } from '../../src/event.ts';
import { openTemporaryLog } from './temporary-log.ts';

/** The promises of the contract, as an array. */
class ModelLog {
  readonly appended: LoggedEvent[] = [];
  readonly #retention: Retention;
  first = 1;

  constructor(retention: Retention) {
    this.#retention = retention;
  }

  get last(): number {
    return this.appended.length;
  }

  append(events: readonly NewEvent[], time: number): number[] {
    this.settle(time);
    const offsets = events.map((event) => {
      const known = event.id === undefined ? undefined : this.find(event.id);
      if (known !== undefined) return known;
      this.appended.push({ ...event, offset: this.last + 1, time });
      return this.last;
    });
    this.settle(time);
    return offsets;
  }

  kept(): LoggedEvent[] {
    return this.appended.slice(this.first - 1);
  }

  visible(after: number, now: number): LoggedEvent[] {
    return this.kept().filter(({ offset, time, ttl = Infinity }) => offset > after && time + ttl * 1000 > now);
  }

  find(id: string): number | undefined {
    return this.kept().find((event) => event.id === id)?.offset;
  }

  trim(first: number): void {
    this.first = Math.max(this.first, Math.min(first, this.last + 1));
  }

  settle(now: number): void {
    const { events = Infinity, bytes = Infinity, seconds = Infinity } = this.#retention;
    const isOver = ([oldest, ...others]: LoggedEvent[]): boolean =>
      oldest !== undefined &&
      (1 + others.length > events ||
        [oldest, ...others].reduce((sum, event) => sum + bytesOf(event), 0) > bytes ||
        oldest.time < now - seconds * 1000);
    while (isOver(this.kept())) this.first++;
  }
}

function bytesOf({ topics, data, event = '', id = '', key = '' }: NewEvent): number {
  return Buffer.byteLength([...topics, data, event, id, key].join(''));
}

type Step =
  | { readonly do: 'append'; readonly batches: readonly (readonly NewEvent[])[] }
  | { readonly do: 'read'; readonly after: number; readonly events: number }
  | { readonly do: 'trim'; readonly first: number }
  | { readonly do: 'find'; readonly id: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reopen' };

const anId = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const anEvent: fc.Arbitrary<NewEvent> = fc
  .record(
    {
      topics: fc.uniqueArray(fc.constantFrom('x', 'y', 'z/🌊'), { minLength: 1 }),
      data: fc.string({ unit: 'binary', maxLength: 20 }),
      event: fc.string({ maxLength: 3 }),
      id: anId,
      key: fc.constantFrom('', 'k', 'l'),
      ttl: fc.constantFrom(0, 0.5, 1, 5),
      retry: fc.nat(),
    },
    { requiredKeys: ['topics', 'data'] },
  )
  .map((event) => ({ ...event }));
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      batches: fc.array(fc.array(anEvent, { maxLength: 6 }), { maxLength: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      after: fc.nat(40),
      events: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('trim' as const), first: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('find' as const), id: anId }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 499, 500, 3000) }) },
  fc.record({ do: fc.constant('reopen' as const) }),
);
const aRetention: fc.Arbitrary<Retention> = fc.record(
  {
    events: fc.integer({ min: 1, max: 15 }),
    bytes: fc.integer({ min: 1, max: 300 }),
    seconds: fc.constantFrom(0.5, 2, 6),
  },
  { requiredKeys: [] },
);

interface ModelledLog {
  readonly log: EventLog;
  readonly reopen?: () => Promise<EventLog>;
  readonly dispose: () => Promise<void>;
}

async function behavesAsTheModel(
  open: (settings: { retention: Retention; now: () => number }) => Promise<ModelledLog>,
  retention: Retention,
  steps: readonly Step[],
): Promise<void> {
  let time = 1_800_000_000_000;
  const opened = await open({ retention, now: () => time });
  const model = new ModelLog(retention);
  const tailed: LoggedEvent[] = [];
  let { log } = opened;
  log.tail((events) => tailed.push(...events));
  try {
    for (const step of steps) {
      switch (step.do) {
        case 'append':
          await appendsAsTheModel(log, model, step.batches, time);
          break;
        case 'read':
          await readsAsTheModel(log, model, step, time);
          break;
        case 'trim':
          await log.trim(step.first);
          model.trim(step.first);
          break;
        case 'find':
          await findsAsTheModel(log, model, step.id, time);
          break;
        case 'wait':
          time += step.ms;
          break;
        case 'reopen':
          if (opened.reopen === undefined) break;
          log = await opened.reopen();
          log.tail((events) => tailed.push(...events));
          break;
        default:
          step satisfies never;
      }
      model.settle(time);
      expect(await log.bounds()).toEqual({ first: model.first, last: model.last });
    }
    expect(tailed).toEqual(model.appended);
  } finally {
    await opened.dispose();
  }
}

async function appendsAsTheModel(
  log: EventLog,
  model: ModelLog,
  batches: readonly (readonly NewEvent[])[],
  now: number,
): Promise<void> {
  // One after the other: concurrent batches are the contract suite's.
  for (const batch of batches) expect(await log.append(batch)).toEqual(model.append(batch, now));
}

async function findsAsTheModel(log: EventLog, model: ModelLog, id: string, now: number): Promise<void> {
  model.settle(now);
  expect(await log.find(id)).toBe(model.find(id));
}

async function readsAsTheModel(
  log: EventLog,
  model: ModelLog,
  { after, events: limit }: { readonly after: number; readonly events: number },
  now: number,
): Promise<void> {
  model.settle(now);
  const visible = model.visible(after, now);
  const { events, through, first, last } = await log.read(after, { events: limit, bytes: Infinity });
  expect({ first, last }).toEqual({ first: model.first, last: model.last });
  expect(events).toEqual(visible.slice(0, limit));
  const next = visible[limit];
  if (next === undefined) expect(through).toBe(Math.max(after, model.last));
  else expect(through).toBeGreaterThanOrEqual(events.at(-1)?.offset ?? Infinity);
  if (next !== undefined) expect(through).toBeLessThan(next.offset);
}

async function openMemoryLog(settings: MemoryLogOptions): Promise<ModelledLog> {
  const log = createMemoryLog(settings);
  return { log, dispose: () => log.close() };
}

describe('a log behaves as an array that forgets its beginning', () => {
  test('in memory', async () => {
    const property = fc.asyncProperty(aRetention, fc.array(aStep, { maxLength: 40 }), (retention, steps) =>
      behavesAsTheModel(openMemoryLog, retention, steps),
    );
    await expect(fc.assert(property, { numRuns: 200 })).resolves.toBeUndefined();
  });

  test('in SQLite', { timeout: 240_000 }, async () => {
    const property = fc.asyncProperty(
      aRetention,
      fc.array(aStep, { minLength: 20, maxLength: 60 }),
      (retention, steps) => behavesAsTheModel(openTemporaryLog, retention, steps),
    );
    await expect(fc.assert(property, { numRuns: 15 })).resolves.toBeUndefined();
  });
});
