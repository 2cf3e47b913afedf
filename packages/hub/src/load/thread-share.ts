import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Arrivals } from './arrivals.ts';
import { createClock, type Clock } from './clock.ts';
import { openTransport } from './open-transport.ts';
import { type Group, groupOf, groups, topicOf } from './plan.ts';
import { Publisher } from './publisher.ts';
import { Publishing } from './publishing.ts';
import { createFixedRate, createSaturation, type Schedule } from './schedule.ts';
import { Scanner, headroom } from './scanner.ts';
import type { Published, SequenceRange } from './sequence-ledger.ts';
import { Storm } from './storm.ts';
import { type ConnectOutcome, Subscribers } from './subscribers.ts';
import type { Collected, PublishTimes, Results, SubscribersOutcome, ThreadStart } from './thread-protocol.ts';
import type { Inbox } from './transport.ts';
import { Window } from './window.ts';

/** One thread's share of a test: every so-manieth subscriber and publisher. */
export class ThreadShare {
  readonly #start: ThreadStart;
  readonly #clock: Clock;
  /** The numbers that this thread's subscribers have in the whole test. */
  readonly #numbers: readonly number[];
  readonly #groups: readonly Group[];
  readonly #publishers: readonly Publisher[];
  readonly #arrivals: Arrivals;
  readonly #subscribers: Subscribers;
  readonly #storm: Storm;
  #publishing: Publishing | undefined;
  #collectedAcknowledged = 0;

  constructor(start: ThreadStart) {
    const { plan, thread, threads, marker, originNs } = start;
    this.#start = start;
    this.#clock = createClock(originNs);
    this.#numbers = share(plan.subscribers, thread, threads);
    this.#groups = this.#numbers.map((number) => groupOf(number, plan));
    this.#publishers = share(plan.publishers, thread, threads).map((number) => new Publisher(number, plan.topics));
    this.#arrivals = new Arrivals(this.#groups, plan.publishers);
    const bytes = Buffer.alloc(headroom + inboxBytes);
    const inbox: Inbox = { bytes, area: bytes.subarray(headroom), start: headroom };
    const scanner = new Scanner(
      bytes,
      { marker, dataBytes: plan.dataBytes, subscribers: this.#numbers.length },
      this.#arrivals,
    );
    this.#subscribers = new Subscribers(
      this.#numbers.length,
      this.#clock,
      (listener) => openTransport(start, this.#numbers, inbox, listener),
      (subscriber, from, to) => {
        const now = this.#clock();
        const isInStorm = this.#groups[subscriber] === 'storm';
        if (isInStorm) this.#storm.follow(subscriber, bytes, from, to);
        this.#arrivals.beginRead(now, to - from);
        scanner.scan(subscriber, from, to);
        if (isInStorm) this.#storm.check(subscriber);
        // Publishing is not to wait for the reads that are ready, too.
        if (this.#publishing !== undefined && now >= this.#publishing.wakeAt) this.#publishing.wake(now);
      },
    );
    this.#storm = new Storm({
      members: this.#membersOf('storm'),
      subscribers: this.#subscribers,
      ledger: this.#arrivals.ledger,
      marker,
      dataBytes: plan.dataBytes,
      topicOf: (subscriber) => this.#topicOf(subscriber),
      forget: (subscriber) => scanner.forget(subscriber),
    });
  }

  connect(): Promise<ConnectOutcome> {
    return this.#subscribers.connect();
  }

  collect(): Collected {
    const { acknowledged } = this;
    const news = acknowledged - this.#collectedAcknowledged;
    this.#collectedAcknowledged = acknowledged;
    return { ...this.#arrivals.take(), acknowledged: news, open: this.#subscribers.open };
  }

  async publish(times: PublishTimes): Promise<Results['publish']> {
    const { plan, marker, publishTarget } = this.#start;
    const window = new Window(times.windowFromMicros, times.windowToMicros);
    this.#arrivals.window = window;
    const schedule = createSchedule(this.#start, this.#publishers.length, times);
    const busy = this.#measureBusy(window);
    const stalled = this.#stall(window);
    this.#publishing = new Publishing({
      plan,
      marker,
      target: publishTarget,
      publishers: this.#publishers,
      schedule,
      window,
      clock: this.#clock,
      deadlineMicros: times.deadlineMicros,
    });
    const outcome = await this.#publishing.run();
    await stalled;
    return { ...outcome, busy: await busy };
  }

  /** Measures how much of the window the thread is not waiting. */
  async #measureBusy(window: Window): Promise<number> {
    await this.#reached(() => window.fromMicros);
    const before = performance.eventLoopUtilization();
    await this.#reached(() => window.toMicros);
    return performance.eventLoopUtilization(before).utilization;
  }

  /** Lets the stalled read nothing while the window lasts. */
  async #stall(window: Window): Promise<void> {
    const stalled = this.#membersOf('stalled');
    await this.#reached(() => window.fromMicros);
    for (const subscriber of stalled) this.#subscribers.pause(subscriber);
    await this.#reached(() => window.toMicros);
    for (const subscriber of stalled) this.#subscribers.resume(subscriber);
  }

  /** Resolves at a time that may be brought forward. */
  async #reached(timeMicros: () => number): Promise<void> {
    for (let left = timeMicros() - this.#clock(); left > 0; left = timeMicros() - this.#clock()) {
      await delay(Math.min(100, Math.ceil(left / 1000)));
    }
  }

  cut(): undefined {
    this.#storm.cut();
  }

  async comeBack(published: Published): Promise<Results['comeBack']> {
    const fromMicros = this.#clock();
    await this.#storm.comeBack(published);
    return { fromMicros, toMicros: this.#clock() };
  }

  get acknowledged(): number {
    return this.#publishing?.acknowledged ?? 0;
  }

  stop(deadlineMicros: number): undefined {
    const now = this.#clock();
    this.#publishing?.endAt(now, deadlineMicros);
    this.#arrivals.window.endAt(now);
  }

  published(): Published {
    const { topics, publishers } = this.#start.plan;
    const sent = new Int32Array(publishers * topics);
    const acknowledged = new Int32Array(publishers * topics);
    const excused = new Map<number, readonly SequenceRange[]>();
    for (const publisher of this.#publishers) {
      const at = publisher.number * topics;
      sent.set(publisher.sent, at);
      acknowledged.set(publisher.acknowledged, at);
      for (const [topic, ranges] of publisher.excused) excused.set(at + topic, ranges);
    }
    return { topics, publishers, sent, acknowledged, excused };
  }

  /** Resolves when nothing is missing any more, or the time has come. */
  async drain(published: Published, untilMicros: number): Promise<Results['drain']> {
    while (this.#isMissingSome(published) && this.#clock() < untilMicros) await delay(20);
    const { dueInWindow, receivedInWindow, bytesInWindow } = this.#arrivals;
    const [steady, stalled, storm] = groups.map((group) => this.#outcomeOf(group, published));
    const none: SubscribersOutcome = { missing: 0, doubled: 0, outOfOrder: 0, dropped: 0 };
    return {
      steady: steady ?? none,
      stalled: stalled ?? none,
      storm: storm ?? none,
      dueInWindow,
      receivedInWindow,
      bytesInWindow,
    };
  }

  end(): undefined {
    this.#subscribers.close();
  }

  #isMissingSome(published: Published): boolean {
    return [...this.#numbers.keys()].some((subscriber) => this.#missing(subscriber, published) > 0);
  }

  /** What a subscriber that was open lacks. */
  #missing(subscriber: number, published: Published): number {
    if (!this.#subscribers.wasOpened(subscriber)) return 0;
    return this.#arrivals.ledger.missing(subscriber, this.#topicOf(subscriber), published);
  }

  #topicOf(subscriber: number): number {
    return topicOf(this.#numbers[subscriber] ?? 0, this.#start.plan);
  }

  #membersOf(group: Group): number[] {
    return [...this.#groups.keys()].filter((subscriber) => this.#groups[subscriber] === group);
  }

  #outcomeOf(group: Group, published: Published): SubscribersOutcome {
    let missing = 0;
    let dropped = 0;
    for (const subscriber of this.#membersOf(group)) {
      missing += this.#missing(subscriber, published);
      dropped += this.#subscribers.dropped[subscriber] ?? 0;
    }
    return { missing, dropped, ...this.#arrivals.faults[group] };
  }
}

const inboxBytes = 64 * 1024;

/** Every so-manieth number below `count`, beginning with the thread's own. */
function share(count: number, thread: number, threads: number): number[] {
  return Array.from({ length: Math.ceil((count - thread) / threads) }, (_, place) => thread + place * threads);
}

/** A thread's part of the rate is as great as its part of the publishers. */
function createSchedule({ plan, thread }: ThreadStart, publishers: number, times: PublishTimes): Schedule {
  const { ratePerSecond, batch } = plan;
  const toMicros = times.windowToMicros;
  if (ratePerSecond === undefined) return createSaturation({ fromMicros: times.fromMicros, toMicros });
  // All threads' posts together are evenly spaced.
  const betweenAll = (batch * 1_000_000) / ratePerSecond;
  const fromMicros = times.fromMicros + thread * betweenAll;
  return createFixedRate({ fromMicros, toMicros }, (betweenAll * plan.publishers) / publishers);
}
