import type { LoadPlanSummary } from './report.ts';

/** A load test, in all its settings. Times are in seconds. */
export interface LoadPlan {
  readonly transport: LoadPlanSummary['transport'];
  /** Where and how to subscribe; templates with `{topic}`, `{own}` and `{subscriber}`. */
  readonly subscribing: {
    readonly url: string;
    readonly headers: readonly string[];
    /** Text messages that a subscriber sends once its WebSocket is open. */
    readonly greetings: readonly string[];
  };
  /** Where and how to publish; templates with `{topic}` and `{data}`. */
  readonly publishing: { readonly url: string; readonly headers: readonly string[]; readonly body: string };
  /** Whether certificates that nobody vouches for are accepted. */
  readonly insecure: boolean;
  readonly subscribers: number;
  /** TCP connections of the subscribers. */
  readonly connections: number;
  readonly topics: number;
  readonly ownTopics: boolean;
  readonly publishers: number;
  /** Events a POST. */
  readonly batch: number;
  /** Events a second; undefined at saturation. */
  readonly ratePerSecond: number | undefined;
  readonly dataBytes: number;
  readonly idleSeconds: number;
  readonly warmupSeconds: number;
  readonly windowSeconds: number;
  /** How long is waited at the most for what is missing. */
  readonly drainSeconds: number;
  readonly stalledSubscribers: number;
  readonly stormSubscribers: number;
  /** How many events the storm's subscribers miss at least, each. */
  readonly stormBehind: number;
  readonly pids: readonly number[];
  readonly threads: number;
}

/** What happens to a subscriber; each kind's figures are reported apart. */
export type Group = 'steady' | 'stalled' | 'storm';

export const groups = ['steady', 'stalled', 'storm'] as const satisfies readonly Group[];

/** The stalled come first, then those of the storm. */
export function groupOf(subscriber: number, { stalledSubscribers, stormSubscribers }: LoadPlan): Group {
  if (subscriber < stalledSubscribers) return 'stalled';
  return subscriber < stalledSubscribers + stormSubscribers ? 'storm' : 'steady';
}

/** Subscribers are spread over the topics round robin. */
export function topicOf(subscriber: number, { topics }: LoadPlan): number {
  return subscriber % topics;
}

export function topicName(topic: number): string {
  return `bench-${topic}`;
}

export function ownTopicName(subscriber: number): string {
  return `bench-own-${subscriber}`;
}

export function summaryOf(plan: LoadPlan): LoadPlanSummary {
  return {
    transport: plan.transport,
    subscribers: plan.subscribers,
    connections: plan.connections,
    topics: plan.topics,
    ownTopics: plan.ownTopics,
    publishers: plan.publishers,
    batch: plan.batch,
    ratePerSecond: plan.ratePerSecond ?? null,
    dataBytes: plan.dataBytes,
    stalledSubscribers: plan.stalledSubscribers,
    stormSubscribers: plan.stormSubscribers,
  };
}
