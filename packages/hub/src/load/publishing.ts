import type { Clock } from './clock.ts';
import { Histogram, type HistogramCounts } from './histogram.ts';
import { createPayloadWriter } from './payload.ts';
import { type LoadPlan, topicName } from './plan.ts';
import { type PublishConnection, openPublishConnection } from './publish-connection.ts';
import type { Publisher } from './publisher.ts';
import { createPostWriter } from './requests.ts';
import { excerpt } from './http1-transport.ts';
import type { Schedule } from './schedule.ts';
import type { Target } from './target.ts';
import type { Window } from './window.ts';
import { hasPlaceholder } from './template.ts';

/** A thread's publishers: each has one connection, and waits for its answer before it sends again. */
export class Publishing {
  /** When `wake` has something to send; Infinity while all are busy or nothing is due. */
  wakeAt = Infinity;
  /** Events that were acknowledged. */
  acknowledged = 0;

  readonly #options: PublishingOptions;
  readonly #write: ReturnType<typeof createPostWriter>;
  readonly #payload: ReturnType<typeof createPayloadWriter>;
  readonly #hasOneTopicAPost: boolean;
  readonly #connections = new Map<Publisher, PublishConnection>();
  /** Connected, and without a post on its way. */
  readonly #free: Publisher[] = [];
  readonly #busy = new Set<Publisher>();
  readonly #latency = new Histogram();
  readonly #delay = new Histogram();
  #deadlineMicros: number;
  #turn: number;
  #inWindow = { acknowledged: 0, refused: 0 };
  #reason: string | undefined;
  #onDone: (() => void) | undefined;

  constructor(options: PublishingOptions) {
    const { plan, marker, publishers } = options;
    this.#options = options;
    this.#deadlineMicros = options.deadlineMicros;
    this.#write = createPostWriter(plan);
    this.#payload = createPayloadWriter(marker, plan.dataBytes);
    const { url, headers } = plan.publishing;
    this.#hasOneTopicAPost = hasPlaceholder([url, ...headers].join(' '), 'topic');
    // Threads begin with different topics, so that one post a topic is soon on its way.
    this.#turn = publishers[0]?.number ?? 0;
  }

  /** Nothing is due from now on, and answers are waited for until the deadline. */
  endAt(nowMicros: number, deadlineMicros: number): void {
    this.#options.schedule.endAt(nowMicros);
    this.#deadlineMicros = deadlineMicros;
  }

  /** Resolves when all that was due is published and answered, or at the deadline. */
  async run(): Promise<PublishOutcome> {
    const { publishers, target, clock, schedule } = this.#options;
    const done = new Promise<void>((resolve) => (this.#onDone = resolve));
    const buffer = Buffer.alloc(64 * 1024);
    for (const publisher of publishers) this.#connect(publisher, target, buffer);
    const timer = setInterval(() => {
      const now = clock();
      if (now >= this.#deadlineMicros) this.#onDone?.();
      else this.wake(now);
    }, 1);
    await done;
    clearInterval(timer);
    const given = schedule.abandoned;
    for (const connection of this.#connections.values()) connection.close();
    for (const publisher of this.#busy) this.#settle(publisher, 'no answer came before the test ended');
    return {
      ...this.#inWindow,
      reason: this.#reason,
      latency: this.#latency.take(),
      delay: this.#delay.take(),
      abandoned: given,
      unsent: schedule.nextAt(clock()) !== Infinity,
    };
  }

  /** Sends all that is due, as far as there are free publishers. */
  wake(now: number): void {
    const { schedule } = this.#options;
    let publisher = this.#free[0];
    while (publisher !== undefined && schedule.nextAt(now) <= now) {
      this.#free.shift();
      this.#send(publisher, now);
      publisher = this.#free[0];
    }
    this.wakeAt = publisher === undefined ? Infinity : schedule.nextAt(now);
    if (this.#busy.size === 0 && schedule.nextAt(now) === Infinity) this.#onDone?.();
  }

  #connect(publisher: Publisher, target: Target, buffer: Buffer): void {
    const connection = openPublishConnection(
      target,
      { from: publisher.number, buffer },
      {
        free: () => {
          this.#free.push(publisher);
          this.wake(this.#options.clock());
        },
        answered: ({ status, statusText }, body) => {
          const isAcknowledged = status >= 200 && status < 300;
          this.#settle(publisher, isAcknowledged ? undefined : `the server answered ${statusText}${excerpt(body)}`);
        },
        lost: (reason) => {
          const at = this.#free.indexOf(publisher);
          if (at >= 0) this.#free.splice(at, 1);
          this.#settle(publisher, reason);
        },
      },
    );
    this.#connections.set(publisher, connection);
  }

  #send(publisher: Publisher, now: number): void {
    const { schedule, plan, window } = this.#options;
    const due = Math.floor(schedule.take(now));
    const { events } = publisher.begin(this.#nextTopics(), due);
    const texts = events.map(({ topic, sequence }) => ({
      topic: topicName(topic),
      data: this.#payload(publisher.number, sequence, due),
    }));
    this.#busy.add(publisher);
    if (plan.ratePerSecond !== undefined && window.holds(due)) this.#delay.record(now - due);
    this.#connections.get(publisher)?.send(this.#write(texts));
  }

  #nextTopics(): number[] {
    const { topics, batch } = this.#options.plan;
    if (batch === 1) return [this.#turn++ % topics];
    const first = this.#turn;
    this.#turn += this.#hasOneTopicAPost ? 1 : batch;
    return Array.from({ length: batch }, (_, place) => (this.#hasOneTopicAPost ? first : first + place) % topics);
  }

  /** `refusal` says why a post was not acknowledged. */
  #settle(publisher: Publisher, refusal: string | undefined): void {
    this.#busy.delete(publisher);
    const post = publisher.settle(refusal === undefined);
    if (post === undefined) return;
    const { window, clock } = this.#options;
    const events = post.events.length;
    if (refusal === undefined) this.acknowledged += events;
    else this.#reason ??= refusal;
    if (!window.holds(post.dueMicros)) return;
    this.#inWindow[refusal === undefined ? 'acknowledged' : 'refused'] += events;
    if (refusal === undefined) this.#latency.record(clock() - post.dueMicros);
  }
}

export interface PublishingOptions {
  readonly plan: LoadPlan;
  readonly marker: string;
  readonly target: Target;
  readonly publishers: readonly Publisher[];
  readonly schedule: Schedule;
  readonly window: Window;
  readonly clock: Clock;
  /** When what was due is sent or answered no more. */
  readonly deadlineMicros: number;
}

/** What became of the events that were due in the window. */
export interface PublishOutcome {
  readonly acknowledged: number;
  readonly refused: number;
  /** Why the first of all was refused. */
  readonly reason: string | undefined;
  readonly latency: HistogramCounts;
  readonly delay: HistogramCounts;
  /** Posts that were given up, as they had waited for too long. */
  readonly abandoned: number;
  /** Whether something was due that was never sent. */
  readonly unsent: boolean;
}
