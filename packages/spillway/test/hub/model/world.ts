import { createHub } from '../../../src/hub/create-hub.ts';
import type { Hub, Since } from '../../../src/hub/hub.ts';
import type { Selection } from '../../../src/hub/selection.ts';
import type { EventLog, InstantReader } from '../../../src/log/event-log.ts';
import { createMemoryLog } from '../../../src/log/memory.ts';
import { SimulatedClock } from '../../support/simulated-clock.ts';
import { TestClient } from '../../support/test-client.ts';
import { laggingLog } from './lagging-log.ts';
import type { Operation } from './operations.ts';

/** What was acknowledged, as the model remembers it. */
export interface Acknowledged {
  readonly epoch: string;
  readonly offset: number;
  readonly topics: readonly string[];
  readonly key: string | undefined;
  readonly data: string;
  readonly expiresAt: number;
}

export interface ModelClient {
  readonly client: TestClient;
  readonly selection: Selection;
  readonly since: Since;
  /** What its hub had fanned out before it subscribed. */
  readonly headBefore: { readonly epoch: string; readonly offset: number };
  /** Where its stream began, once it knows, with the newest offset of that moment. */
  start(): { readonly cursor: string; readonly last: number } | undefined;
}

export interface Settings {
  readonly tapeBytes: number;
  readonly recentEvents: number;
  readonly visitsPerSlice: number;
  /** How long each slice of a sweep takes: laps that take time are followed by a rest. */
  readonly sliceMs: number;
  readonly lags: readonly number[];
  /** Whether the log is read at once, or the hub keeps recent events of its own. */
  readonly isInstant: boolean;
}

const longestRestMs = 10;

/** A hub, its log and its subscribers, driven by operations, with a record of what was acknowledged. */
export class World {
  readonly clock = new SimulatedClock();
  readonly acknowledged: Acknowledged[] = [];
  readonly clients: ModelClient[] = [];
  /** The data of publishes that were refused. */
  readonly refused = new Set<string>();
  readonly #settings: Settings;
  #lives = 0;
  #serial = 0;
  #last = { epoch: '', offset: 0 };
  #lagAt = 0;
  #kept!: EventLog & InstantReader;
  #log!: EventLog;
  #hub!: Hub;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#beginLife();
  }

  /** The newest offset that was ever trimmed. */
  trimmed = new Map<string, number>();

  get epoch(): string {
    return this.#kept.epoch;
  }

  async run(operation: Operation): Promise<void> {
    switch (operation.do) {
      case 'publish':
        return this.#publish(operation);
      case 'publish what is refused':
        return this.#publishRefused();
      case 'subscribe':
        return this.#subscribe(operation);
      case 'disconnect':
        this.#pick(operation.client, (client) => client.isConnected)?.client.disconnect(operation.arriving);
        return;
      case 'resume':
        this.#pick(operation.client, (client) => !client.isConnected)?.client.connect(this.#hub);
        return;
      case 'stall':
        this.#pick(operation.client, (client) => client.isConnected)?.client.stall();
        return;
      case 'drain':
        this.#pick(operation.client, (client) => client.isStalled)?.client.drain();
        return;
      case 'trim':
        return this.#trim(operation.events);
      case 'take turns':
        for (let turn = 0; turn < operation.turns; turn++) {
          this.clock.runSoon();
          await Promise.resolve();
        }
        return;
      case 'pass time':
        return this.clock.advance(operation.ms);
      case 'restart':
        await this.#endHub(operation.arriving);
        this.#startHub();
        return;
      case 'restart empty':
        await this.#endHub(operation.arriving);
        this.#beginLife();
        return;
      default:
        operation satisfies never;
    }
  }

  /** Brings every subscriber back, lets all of them read, and waits until nothing is left to do. */
  async finish(): Promise<void> {
    await this.clock.advance(longestRestMs);
    for (const { client } of this.clients) {
      if (client.isConnected) client.drain();
      else client.connect(this.#hub);
    }
    await this.clock.advance(longestRestMs);
    await this.#hub.close();
  }

  async #publish({ events, repeat }: Extract<Operation, { do: 'publish' }>): Promise<void> {
    const epoch = this.epoch;
    const named = events.map((event) => ({
      ...event,
      data: `${++this.#serial}`,
      id: event.hasId ? `id${this.#serial}` : undefined,
    }));
    const inputs = named.map(({ topics, key, ttl, data, id }) => ({ topic: topics, key, ttl, data, id }));
    const now = this.clock.now();
    const published = this.#hub.publish(inputs);
    const again = repeat ? this.#hub.publish(inputs.filter(({ id }) => id !== undefined)) : undefined;
    this.#remember(epoch, await this.#within(published), named, now);
    if (again) await this.#within(again);
  }

  #remember(
    epoch: string,
    published: readonly { offset: number }[],
    events: readonly { topics: readonly string[]; key: string | undefined; ttl: number | undefined; data: string }[],
    now: number,
  ): void {
    for (const [at, { topics, key, ttl, data }] of events.entries()) {
      const expiresAt = ttl === undefined ? Number.POSITIVE_INFINITY : now + ttl * 1000;
      this.acknowledged.push({ epoch, offset: published[at]?.offset ?? Number.NaN, topics, key, data, expiresAt });
    }
  }

  async #publishRefused(): Promise<void> {
    const data = `${++this.#serial}`;
    this.refused.add(data);
    await this.#hub
      .publish([
        { topic: 'a', data },
        { topic: 'a\n', data },
      ])
      .then(
        () => {
          throw new Error('a publish that must be refused was acknowledged');
        },
        (error: unknown) => error,
      );
  }

  #subscribe({ selection, since }: Extract<Operation, { do: 'subscribe' }>): void {
    const headBefore = { epoch: this.epoch, offset: this.#hub.stats().head };
    let start: ReturnType<ModelClient['start']>;
    const client = new TestClient(this.#hub, { ...selection, since }, (cursor) => {
      start = { cursor, last: this.#last.offset };
    });
    this.clients.push({ client, selection, since, headBefore, start: () => start });
  }

  async #trim(events: number): Promise<void> {
    const { first, last } = await this.#kept.bounds();
    const from = Math.min(first + events, last + 1);
    await this.#kept.trim(from);
    this.trimmed.set(this.epoch, from - 1);
  }

  async #endHub(arriving: number): Promise<void> {
    for (const { client } of this.clients) if (client.isConnected) client.disconnect(arriving);
    await this.#hub.close();
  }

  #beginLife(): void {
    this.#kept = createMemoryLog({ epoch: `life${++this.#lives}`, now: () => this.clock.now() });
    this.#last = { epoch: this.epoch, offset: 0 };
    this.#kept.tail((events) => {
      this.#last = { epoch: this.epoch, offset: events.at(-1)?.offset ?? 0 };
    });
    this.#log = laggingLog(this.#kept, {
      clock: this.clock,
      nextLag: () => this.#nextLag(),
      isInstant: this.#settings.isInstant,
    });
    this.#startHub();
  }

  #startHub(): void {
    const { tapeBytes, recentEvents, visitsPerSlice, sliceMs } = this.#settings;
    const { clock } = this;
    this.#hub = createHub({
      log: this.#log,
      clock: {
        now: () => clock.now(),
        after: (delayMs, task) => clock.after(delayMs, task),
        soon: (task) =>
          clock.soon(() => {
            task();
            clock.pass(sliceMs);
          }),
      },
      tapeBytes,
      recent: { events: recentEvents },
      visitsPerSlice,
      random: () => 0,
    });
  }

  #nextLag(): number {
    const { lags } = this.#settings;
    return lags[this.#lagAt++ % lags.length] ?? 0;
  }

  /** Waits for an answer, letting scheduled tasks run only as far as the answer needs. */
  async #within<T>(answer: Promise<T>): Promise<T> {
    const progress = { isSettled: false };
    const settled = answer.finally(() => {
      progress.isSettled = true;
    });
    for (let turn = 0; turn < 100 && !progress.isSettled; turn++) {
      for (let microtask = 0; microtask < 20 && !progress.isSettled; microtask++) await Promise.resolve();
      if (!progress.isSettled) this.clock.runSoon();
    }
    return settled;
  }

  #pick(at: number, isFit: (client: TestClient) => boolean): ModelClient | undefined {
    const fit = this.clients.filter(({ client }) => isFit(client));
    return fit[at % fit.length];
  }
}
