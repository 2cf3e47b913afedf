import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openConnection } from '../../../src/client/connection.ts';
import type { Environment } from '../../../src/client/environment.ts';

const clients = 10_000;

/** Ten thousand clients of one server, and when they ask it, to the millisecond. */
class Storm {
  readonly askedAtMs: number[] = [];
  #nowMs = 0;
  readonly #tasks = new Map<number, Set<() => void>>();
  readonly #streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  readonly #random = seededRandom(4);
  #answer: Response | undefined;
  isDown = false;

  readonly environment: Environment = {
    fetch: async () => {
      this.askedAtMs.push(this.#nowMs);
      if (this.isDown) throw new TypeError('connection refused');
      return this.#answer?.clone() ?? this.#openStream();
    },
    now: () => this.#nowMs,
    after: (delayMs, task) => {
      // As with real timers, a task that is due at once runs in a later millisecond.
      const dueAtMs = this.#nowMs + Math.max(1, delayMs);
      const tasks = this.#tasks.get(dueAtMs) ?? new Set();
      this.#tasks.set(dueAtMs, tasks.add(task));
      return () => tasks.delete(task);
    },
    random: this.#random,
    followPage: () => () => {},
  };

  #openStream(): Response {
    // A hub gives each stream another reconnection time, from 2 to 3 seconds (PROTOCOL.md, The stream).
    // No heartbeat is due for as long as the simulation lasts.
    const opening = `: heartbeat 3600000 unique-ids\nretry: ${2000 + Math.floor(this.#random() * 1001)}\nid: e1-0\n\n`;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#streams.push(controller);
        controller.enqueue(new TextEncoder().encode(opening));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  /** All clients ask for the first time, and are answered; with a stream, if with nothing else. */
  async open(answer?: Response): Promise<void> {
    this.#answer = answer;
    const silent = { event: () => {}, gap: () => {}, cursor: () => {}, state: () => {} };
    for (let n = 0; n < clients; n++) openConnection({ url: 'http://hub.test/events' }, silent, this.environment);
    await turn();
    await turn();
    if (this.askedAtMs.length !== clients) throw new Error('not every client has asked yet');
    this.askedAtMs.length = 0;
    this.#answer = undefined;
  }

  /** The server goes down, and every client hears of it at this very instant. */
  async cut(): Promise<void> {
    for (const stream of this.#streams.splice(0)) stream.error(new TypeError('connection reset'));
    await turn();
  }

  async pass(ms: number): Promise<void> {
    const end = this.#nowMs + ms;
    while (this.#nowMs < end) {
      this.#nowMs++;
      const tasks = this.#tasks.get(this.#nowMs);
      if (tasks === undefined) continue;
      this.#tasks.delete(this.#nowMs);
      for (const task of tasks) task();
      await turn();
    }
  }

  /** How many ask in each bin of time, from one time to another. */
  asksIn(binMs: number, fromMs: number, toMs: number): number[] {
    const bins = Array.from({ length: (toMs - fromMs) / binMs }, () => 0);
    for (const atMs of this.askedAtMs) {
      const bin = Math.floor((atMs - fromMs) / binMs);
      if (bin in bins) bins[bin] = (bins[bin] ?? 0) + 1;
    }
    return bins;
  }
}

/** Marsaglia's xorshift: the same numbers in each run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * An instant is a tenth of a second. In a shorter one chance alone makes a crowd: of the even share of 333 in a tenth of
 * a second it takes or adds 55 at most (three standard deviations), of the 3 in a millisecond it may make 12. A longer
 * one would hide what a hub feels: it accepts some hundred connections in a tenth of a second.
 */
const instantMs = 100;
/** The longest reconnection time that a hub gives. */
const longestRetryMs = 3000;
const averageRetryMs = 2500;
/** The default of `retry.maxMs`. */
const longestWindowMs = 30_000;

test('clients that a restart cuts off at the same moment come back evenly', async () => {
  const storm = new Storm();
  await storm.open();
  await storm.cut();
  await storm.pass(longestRetryMs);
  expect(storm.askedAtMs).toHaveLength(clients);
  const share = (clients * instantMs) / longestRetryMs;
  const crowds = storm.asksIn(instantMs, 0, longestRetryMs).filter((asks) => asks > 2 * share);
  expect(crowds).toEqual([]);
});

/**
 * How many clients ask in an instant while all of them keep asking: a wait is anywhere in its window, and half of it on
 * average.
 */
function evenShare(windowMs: number): number {
  return (clients * instantMs) / (windowMs / 2);
}

test('clients of a server that stays down never crowd: not at first, and not later', { timeout: 240_000 }, async () => {
  const storm = new Storm();
  await storm.open();
  storm.isDown = true;
  await storm.cut();
  await storm.pass(150_000);
  expect(storm.asksIn(instantMs, 0, 90_000).filter((asks) => asks > 1.25 * evenShare(averageRetryMs))).toEqual([]);
  // All windows have reached their maximum by then.
  expect(storm.asksIn(instantMs, 90_000, 150_000).filter((asks) => asks > 1.5 * evenShare(longestWindowMs))).toEqual(
    [],
  );
});

test.each([
  { outageMs: 1000, backWithinMs: longestRetryMs },
  { outageMs: 5000, backWithinMs: 5000 },
  { outageMs: 30_000, backWithinMs: longestWindowMs },
  { outageMs: 300_000, backWithinMs: longestWindowMs },
])(
  'after an outage of $outageMs ms all clients are back within $backWithinMs ms, without a crowd',
  { timeout: 240_000 },
  async ({ outageMs, backWithinMs }) => {
    const storm = new Storm();
    await storm.open();
    storm.isDown = true;
    await storm.cut();
    await storm.pass(outageMs);
    storm.isDown = false;
    storm.askedAtMs.length = 0;
    await storm.pass(backWithinMs);
    // Each asks once and is answered, so the last to ask is the last to be back.
    expect(storm.askedAtMs).toHaveLength(clients);
    const windowMs = Math.max(averageRetryMs, backWithinMs);
    const asks = storm.asksIn(instantMs, outageMs, outageMs + backWithinMs);
    expect(Math.max(...asks)).toBeLessThan(1.5 * evenShare(windowMs));
  },
);

test('clients that a server has told to come back later do, and not all at once', async () => {
  const storm = new Storm();
  await storm.open(new Response(null, { status: 503, headers: { 'Retry-After': '10' } }));
  await storm.pass(11_000);
  expect(storm.asksIn(10_000, 0, 10_000)).toEqual([0]);
  expect(storm.askedAtMs).toHaveLength(clients);
  const share = (clients * instantMs) / 1000;
  expect(storm.asksIn(instantMs, 10_000, 11_000).filter((asks) => asks > 2 * share)).toEqual([]);
});
