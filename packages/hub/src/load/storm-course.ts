import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { Histogram } from './histogram.ts';
import type { LoadThreads } from './load-threads.ts';
import { type LoadPlan, topicOf } from './plan.ts';
import type { Distribution } from './report.ts';
import type { Published } from './sequence-ledger.ts';
import type { Timeline } from './timeline.ts';

/** How a storm went. */
export interface StormCourse {
  /** How many events of its topic each subscriber had missed, at least. */
  readonly behind: number;
  /** From the first reconnect until the last subscriber had everything, or until the test was over. */
  readonly seconds: number;
  readonly latencyOfOthers: Distribution;
}

export interface StormParts {
  readonly plan: LoadPlan;
  readonly threads: LoadThreads;
  readonly timeline: Timeline;
  readonly clock: Clock;
  /** When they come back at the latest, however little they have missed. */
  readonly untilMicros: number;
  /** Resolves when the test is over. */
  readonly over: Promise<unknown>;
  readonly signal: AbortSignal;
}

/** Cuts the storm's subscribers off now, waits until they have missed enough, and lets them come back all at once. */
export async function runStorm(parts: StormParts): Promise<StormCourse> {
  const { plan, threads, timeline, clock, untilMicros, over, signal } = parts;
  await threads.all('cut', undefined);
  const before = await threads.published();
  const acknowledgedBefore = await countAcknowledged(threads);
  const wanted = plan.stormBehind * plan.topics;
  while (clock() < untilMicros && !signal.aborted) {
    if ((await countAcknowledged(threads)) - acknowledgedBefore >= wanted) break;
    await delay(5);
  }
  const published = await threads.published();
  // From here on, what is counted belongs to the storm.
  await timeline.collect();
  const latency = new Histogram();
  timeline.extra = latency;
  const fromMicros = clock();
  const comingBack = threads.all('comeBack', published);
  const back = await Promise.race([comingBack, over.then(() => undefined)]);
  if (back === undefined) {
    // Some never caught up: the threads end without an answer.
    comingBack.catch(() => undefined);
  } else await timeline.collect();
  timeline.extra = undefined;
  const times = back ?? [{ fromMicros, toMicros: clock() }];
  const first = Math.min(...times.map((time) => time.fromMicros));
  const last = Math.max(...times.map((time) => time.toMicros));
  return {
    behind: leastBehind(plan, before, published),
    seconds: (last - first) / 1_000_000,
    latencyOfOthers: latency.distribution(),
  };
}

async function countAcknowledged(threads: LoadThreads): Promise<number> {
  return (await threads.all('acknowledged', undefined)).reduce((sum, count) => sum + count, 0);
}

/** What was acknowledged in between for the topic that had the least of it. */
function leastBehind(plan: LoadPlan, before: Published, after: Published): number {
  const first = plan.stalledSubscribers;
  const members = Array.from({ length: plan.stormSubscribers }, (_, place) => first + place);
  const topics = new Set(members.map((subscriber) => topicOf(subscriber, plan)));
  const count = ({ acknowledged }: Published, topic: number): number => {
    let sum = 0;
    for (let place = topic; place < acknowledged.length; place += plan.topics) sum += acknowledged[place] ?? 0;
    return sum;
  };
  return Math.min(...Array.from(topics, (topic) => count(after, topic) - count(before, topic)));
}
