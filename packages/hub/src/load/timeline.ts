import type { Clock } from './clock.ts';
import { Histogram } from './histogram.ts';
import type { LoadThreads } from './load-threads.ts';
import type { Second } from './report.ts';
import type { ServerProcesses } from './server-processes.ts';

/** Gathers what the threads count, once a second and whenever it is asked to. */
export class Timeline {
  readonly seconds: Second[] = [];
  /** Latency of the events that were due in the window. */
  readonly latency = new Histogram();
  phase: Second['phase'] = 'connecting';
  acknowledged = 0;
  residentBytesPeak = 0;
  /** Gets all latencies while it is there. */
  extra: Histogram | undefined;

  readonly #threads: LoadThreads;
  readonly #server: ServerProcesses | undefined;
  readonly #clock: Clock;
  readonly #onSecond: (second: Second) => void;
  readonly #ofSecond = new Histogram();
  #counts = { deliveries: 0, acknowledged: 0, open: 0 };
  #cpuSeconds: number;
  #collecting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    threads: LoadThreads,
    server: ServerProcesses | undefined,
    clock: Clock,
    onSecond: (second: Second) => void,
  ) {
    this.#threads = threads;
    this.#server = server;
    this.#clock = clock;
    this.#onSecond = onSecond;
    this.#cpuSeconds = server?.read().cpuSeconds ?? 0;
  }

  /** `onFailure` is called when a thread cannot be asked any more. */
  start(onFailure: (error: unknown) => void): void {
    this.#timer = setInterval(() => {
      // A thread that is too busy to answer makes a second longer, and not two of them run at once.
      if (this.#collecting === undefined) this.#endSecond().catch(onFailure);
    }, 1000);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#endSecond();
  }

  /** Takes what the threads have counted since the last time. */
  async collect(): Promise<void> {
    while (this.#collecting !== undefined) await this.#collecting;
    this.#collecting = this.#collect().finally(() => (this.#collecting = undefined));
    await this.#collecting;
  }

  async #collect(): Promise<void> {
    const counts = await this.#threads.all('collect', undefined);
    this.#counts.open = counts.reduce((sum, { open }) => sum + open, 0);
    for (const { deliveries, acknowledged, inWindow, outside } of counts) {
      this.#counts.deliveries += deliveries;
      this.#counts.acknowledged += acknowledged;
      this.acknowledged += acknowledged;
      this.latency.add(inWindow);
      for (const histogram of [this.#ofSecond, this.extra]) {
        histogram?.add(inWindow);
        histogram?.add(outside);
      }
    }
  }

  async #endSecond(): Promise<void> {
    // The phase in which most of the second was.
    const { phase } = this;
    await this.collect();
    const figures = this.#server?.read();
    this.residentBytesPeak = Math.max(this.residentBytesPeak, figures?.residentBytes ?? 0);
    const latency = new Histogram(this.#ofSecond.take()).distribution();
    const second: Second = {
      // The last one may be a short one.
      second: Math.max(Math.round(this.#clock() / 1_000_000), (this.seconds.at(-1)?.second ?? 0) + 1),
      phase,
      ...this.#counts,
      latencyP50: latency.count === 0 ? null : latency.p50,
      latencyP99: latency.count === 0 ? null : latency.p99,
      serverCpuSeconds: figures === undefined ? null : round(figures.cpuSeconds - this.#cpuSeconds),
      residentBytes: figures?.residentBytes ?? null,
    };
    this.#cpuSeconds = figures?.cpuSeconds ?? 0;
    this.#counts = { ...this.#counts, deliveries: 0, acknowledged: 0 };
    this.seconds.push(second);
    this.#onSecond(second);
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
