import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, createClock } from './clock.ts';
import { checkDescriptors } from './descriptors.ts';
import { LoadTestError } from './error.ts';
import { LoadThreads } from './load-threads.ts';
import { type Measured, composeReport } from './measured.ts';
import { createMarker } from './payload.ts';
import { type LoadPlan, topicName } from './plan.ts';
import type { LoadReport, Second } from './report.ts';
import { subscribeUrl } from './requests.ts';
import { type ServerProcesses, openServerProcesses } from './server-processes.ts';
import { type StormCourse, runStorm } from './storm-course.ts';
import { type Target, findTarget } from './target.ts';
import { fillTemplate } from './template.ts';
import type { PublishTimes, Results } from './thread-protocol.ts';
import { Timeline } from './timeline.ts';

/**
 * Tests an event-stream server under load: opens streams, publishes, and checks what arrives. When `signal` aborts,
 * the test ends early and what was measured is reported.
 *
 * @throws {@link LoadTestError} when nothing could be tested.
 */
export async function runLoadTest(
  plan: LoadPlan,
  { signal, onSecond }: { readonly signal: AbortSignal; readonly onSecond: (second: Second) => void },
): Promise<LoadReport> {
  const server = plan.pids.length === 0 ? undefined : openServerProcesses(plan.pids);
  await checkDescriptors(plan.connections + plan.publishers);
  const [subscribeTarget, publishTarget] = [
    await reach(subscribeUrl(plan, 0), plan),
    await reach(new URL(fillTemplate(plan.publishing.url, { topic: topicName(0), data: '' })), plan),
  ];
  const startedAt = new Date().toISOString();
  const originNs = process.hrtime.bigint();
  const marker = createMarker(Math.random);
  const threads = new LoadThreads({ plan, marker, originNs, subscribeTarget, publishTarget });
  try {
    const test = new LoadTest(plan, threads, server, createClock(originNs), onSecond);
    return composeReport(plan, startedAt, await test.run(signal));
  } finally {
    await threads.terminate();
  }
}

async function reach(url: URL, { insecure }: LoadPlan): Promise<Target> {
  return findTarget(url, insecure).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LoadTestError(`nothing accepts connections at ${url.origin} (${reason})`, { cause });
  });
}

class LoadTest {
  readonly #plan: LoadPlan;
  readonly #threads: LoadThreads;
  readonly #server: ServerProcesses | undefined;
  readonly #clock: Clock;
  readonly #timeline: Timeline;

  constructor(
    plan: LoadPlan,
    threads: LoadThreads,
    server: ServerProcesses | undefined,
    clock: Clock,
    onSecond: (second: Second) => void,
  ) {
    this.#plan = plan;
    this.#threads = threads;
    this.#server = server;
    this.#clock = clock;
    this.#timeline = new Timeline(threads, server, clock, onSecond);
  }

  async run(signal: AbortSignal): Promise<Measured> {
    const failed = new Promise<never>((_, reject) => this.#timeline.start(reject));
    return Promise.race([failed, this.#run(signal)]);
  }

  async #run(signal: AbortSignal): Promise<Measured> {
    const before = this.#server?.read();
    const connectedFrom = this.#clock();
    const connecting = await this.#connect(signal);
    const connectSeconds = (this.#clock() - connectedFrom) / 1_000_000;
    const connected = this.#server?.read();

    this.#timeline.phase = 'idle';
    await wait(this.#plan.idleSeconds * 1000, signal);
    const idle = this.#server?.read();

    if (signal.aborted) throw new LoadTestError(endedTooEarly);
    const times = this.#publishTimes();
    const over = this.#publish(times, signal);
    const [window, storm, { outcomes, drained }] = await Promise.all([
      this.#measure(times, signal),
      this.#storm(times, over, signal),
      over,
    ]);
    await this.#timeline.stop();
    await this.#threads.all('end', undefined);
    return {
      connecting: { outcomes: connecting, seconds: connectSeconds },
      window,
      storm,
      outcomes,
      drained,
      timeline: this.#timeline,
      server:
        this.#server === undefined || before === undefined || connected === undefined || idle === undefined
          ? undefined
          : { pids: this.#server.pids, sharesCores: this.#server.sharesCores, before, connected, idle },
    };
  }

  async #connect(signal: AbortSignal): Promise<readonly Results['connect'][]> {
    const aborted = once(signal, 'abort').then(() => {
      throw new LoadTestError(endedTooEarly);
    });
    const outcomes = await Promise.race([this.#threads.all('connect', undefined), aborted]);
    // From now on an early end has something to report.
    aborted.catch(() => undefined);
    const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
    if (failed < this.#plan.subscribers) return outcomes;
    const reason = outcomes.find((outcome) => outcome.reason !== undefined)?.reason;
    const hint = /certificate/.test(reason ?? '') ? ' (--insecure takes any)' : '';
    throw new LoadTestError(`no subscriber could open its stream: ${reason}${hint}`);
  }

  /** Publishing begins a moment from now, so that all threads know of it, and publishers are connected. */
  #publishTimes(): PublishTimes {
    // Whole microseconds, as in the events: all agree on which of them were due in the window.
    const fromMicros = Math.round(this.#clock()) + 100_000;
    const windowFromMicros = fromMicros + Math.round(this.#plan.warmupSeconds * 1_000_000);
    const windowToMicros = windowFromMicros + Math.round(this.#plan.windowSeconds * 1_000_000);
    const deadlineMicros = windowToMicros + Math.round(this.#plan.drainSeconds * 1_000_000);
    return { fromMicros, windowFromMicros, windowToMicros, deadlineMicros };
  }

  /** Publishes, and waits until all of it has arrived. */
  async #publish(times: PublishTimes, signal: AbortSignal): Promise<Pick<Measured, 'outcomes' | 'drained'>> {
    const outcomes = await this.#threads.all('publish', times);
    const published = await this.#threads.published();
    const untilMicros = this.#drainedBy(this.#clock(), signal);
    return { outcomes, drained: await this.#threads.all('drain', { published, untilMicros }) };
  }

  /** Who ends a test early does not want to wait for long. */
  #drainedBy(fromMicros: number, signal: AbortSignal): number {
    const { drainSeconds } = this.#plan;
    return fromMicros + (signal.aborted ? Math.min(2, drainSeconds) : drainSeconds) * 1_000_000;
  }

  /** Halfway through the window, if there is to be a storm and the test was not ended before. */
  async #storm(times: PublishTimes, over: Promise<unknown>, signal: AbortSignal): Promise<StormCourse | undefined> {
    if (this.#plan.stormSubscribers === 0) return undefined;
    const { windowFromMicros, windowToMicros } = times;
    await wait(((windowFromMicros + windowToMicros) / 2 - this.#clock()) / 1000, signal);
    if (signal.aborted) return undefined;
    return runStorm({
      plan: this.#plan,
      threads: this.#threads,
      timeline: this.#timeline,
      clock: this.#clock,
      untilMicros: windowToMicros,
      over,
      signal,
    });
  }

  /** Reads at the window's edges what can only be read then. */
  async #measure({ windowFromMicros, windowToMicros }: PublishTimes, signal: AbortSignal): Promise<Measured['window']> {
    this.#timeline.phase = 'warm-up';
    await wait((windowFromMicros - this.#clock()) / 1000, signal);
    if (signal.aborted) throw new LoadTestError(endedTooEarly);
    this.#timeline.phase = 'measuring';
    const from = { micros: this.#clock(), server: this.#server?.read(), cpu: process.cpuUsage() };
    await wait((windowToMicros - this.#clock()) / 1000, signal);
    if (signal.aborted) await this.#threads.all('stop', this.#drainedBy(this.#clock(), signal));
    this.#timeline.phase = 'draining';
    const { user, system } = process.cpuUsage(from.cpu);
    const server = this.#server?.read();
    const now = this.#clock();
    const micros = Math.min(now, windowToMicros) - windowFromMicros;
    // This thread wakes up a little late at both edges: its figures are of a window that is not quite the threads'.
    const scale = micros / (now - from.micros);
    return {
      seconds: micros / 1_000_000,
      generatorCpuSeconds: ((user + system) / 1_000_000) * scale,
      serverCpuSeconds:
        server === undefined || from.server === undefined ? 0 : (server.cpuSeconds - from.server.cpuSeconds) * scale,
    };
  }
}

const endedTooEarly = 'the test was ended before anything was measured';

/** Waits, unless it was or is aborted. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}
