import type { Clock } from './clock.ts';
import { Histogram, type HistogramCounts } from './histogram.ts';
import type { StreamListener, Transport } from './transport.ts';

/** Where a subscriber's stream stands. */
type Phase = 'waiting' | 'connecting' | 'open' | 'failed' | 'dropped' | 'cut';

/** A thread's subscribers: opens their streams, not too many at once, and knows where each one stands. */
export class Subscribers {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #phases: Phase[];
  readonly #startedAt: Float64Array;
  readonly #lastEventIds = new Map<number, string>();
  readonly #waiting: number[] = [];
  readonly #connecting = new Set<number>();
  readonly #latency = new Histogram();
  readonly #retries = new Set<NodeJS.Timeout>();
  /** By subscriber, how often its stream was dropped. */
  readonly dropped: Uint32Array;
  #open = 0;
  #failed = 0;
  #reason: string | undefined;
  #onSettled: (() => void) | undefined;
  #watch: NodeJS.Timeout | undefined;

  /** `createTransport` is given whom to tell what happens to streams; `received` gets what they receive. */
  constructor(
    count: number,
    clock: Clock,
    createTransport: (listener: StreamListener) => Transport,
    received: StreamListener['received'],
  ) {
    this.#clock = clock;
    this.#phases = Array.from({ length: count }, () => 'waiting');
    this.#startedAt = new Float64Array(count);
    this.dropped = new Uint32Array(count);
    this.#transport = createTransport({
      opened: (subscriber) => this.#opened(subscriber),
      failed: (subscriber, reason) => this.#refused(subscriber, reason),
      dropped: (subscriber) => {
        this.#open--;
        this.#phases[subscriber] = 'dropped';
        this.dropped[subscriber] = (this.dropped[subscriber] ?? 0) + 1;
      },
      received,
    });
  }

  get open(): number {
    return this.#open;
  }

  /** Whether a subscriber was to receive what was published: its stream was open before. */
  wasOpened(subscriber: number): boolean {
    return this.#phases[subscriber] !== 'failed';
  }

  /** Opens all streams; resolves when each is open or has failed. */
  async connect(): Promise<ConnectOutcome> {
    for (const subscriber of this.#phases.keys()) this.#waiting.push(subscriber);
    this.#waiting.reverse();
    this.#watch = setInterval(() => this.#giveUp(), 500);
    const settled = new Promise<void>((resolve) => (this.#onSettled = resolve));
    this.#openWaiting();
    await settled;
    return { failed: this.#failed, reason: this.#reason, latency: this.#latency.take() };
  }

  /** Breaks a stream off. */
  cut(subscriber: number): void {
    if (this.#phases[subscriber] !== 'open') return;
    this.#transport.cut(subscriber);
    this.#phases[subscriber] = 'cut';
    this.#open--;
  }

  /** Opens a stream again that was cut or dropped; if it cannot be opened, it is tried again, as a browser does. */
  comeBack(subscriber: number, lastEventId: string): void {
    const phase = this.#phases[subscriber];
    if (phase !== 'cut' && phase !== 'dropped') return;
    this.#lastEventIds.set(subscriber, lastEventId);
    this.#waiting.unshift(subscriber);
    this.#openWaiting();
  }

  pause(subscriber: number): void {
    if (this.#phases[subscriber] === 'open') this.#transport.pause(subscriber);
  }

  resume(subscriber: number): void {
    if (this.#phases[subscriber] === 'open') this.#transport.resume(subscriber);
  }

  close(): void {
    clearInterval(this.#watch);
    for (const retry of this.#retries) clearTimeout(retry);
    this.#waiting.length = 0;
    this.#transport.close();
  }

  #openWaiting(): void {
    while (this.#connecting.size < mostConnecting) {
      const subscriber = this.#waiting.pop();
      if (subscriber === undefined) break;
      this.#connecting.add(subscriber);
      this.#startedAt[subscriber] = this.#clock();
      this.#phases[subscriber] = 'connecting';
      this.#transport.open(subscriber, this.#lastEventIds.get(subscriber) ?? '');
    }
    if (this.#connecting.size === 0) this.#onSettled?.();
  }

  #opened(subscriber: number): void {
    this.#phases[subscriber] = 'open';
    this.#open++;
    this.#latency.record(this.#clock() - (this.#startedAt[subscriber] ?? 0));
    this.#connecting.delete(subscriber);
    this.#openWaiting();
  }

  #refused(subscriber: number, reason: string): void {
    this.#connecting.delete(subscriber);
    const lastEventId = this.#lastEventIds.get(subscriber);
    if (lastEventId === undefined) {
      this.#phases[subscriber] = 'failed';
      this.#failed++;
      this.#reason ??= reason;
    } else {
      this.#phases[subscriber] = 'cut';
      this.#retries.add(setTimeout(() => this.comeBack(subscriber, lastEventId), retryMs));
    }
    this.#openWaiting();
  }

  #giveUp(): void {
    const now = this.#clock();
    for (const subscriber of this.#connecting) {
      if (now - (this.#startedAt[subscriber] ?? 0) < longestConnectMicros) continue;
      this.#transport.cut(subscriber);
      this.#refused(subscriber, 'no answer came within 30 s');
    }
  }
}

export interface ConnectOutcome {
  readonly failed: number;
  /** Why the first of them failed. */
  readonly reason: string | undefined;
  readonly latency: HistogramCounts;
}

const mostConnecting = 256;
/** What browsers wait, if the server does not say. */
const retryMs = 1000;
const longestConnectMicros = 30_000_000;
