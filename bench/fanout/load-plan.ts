/** What the load generator is asked to do; `spillway bench --help` explains each. Absent: its own default. */
export interface LoadPlan {
  readonly subscribers: number;
  readonly topics?: number;
  readonly ownTopics?: boolean;
  /** TCP connections that carry the subscribers, over HTTP/2. */
  readonly connections?: number;
  readonly publishers?: number;
  /** Events a POST. */
  readonly batch?: number;
  /** Events a second over all topics; absent: saturation. */
  readonly rate?: number;
  readonly dataBytes?: number;
  readonly stalled?: number;
  readonly storm?: number;
  readonly behind?: number;
  readonly warmupSeconds?: number;
  readonly durationSeconds?: number;
  readonly idleSeconds?: number;
  /** The most to wait, after the last publish, for what is still on its way. */
  readonly drainSeconds?: number;
}

/** The plan as options of `spillway bench`. */
export function loadArguments(plan: LoadPlan): string[] {
  const options = Object.entries(optionOf) as [keyof LoadPlan, string][];
  return options.flatMap(([name, option]) => {
    const value = plan[name];
    if (value === undefined || value === false) return [];
    return value === true ? [option] : [option, String(value)];
  });
}

const optionOf: Readonly<Record<keyof LoadPlan, string>> = {
  subscribers: '--subscribers',
  topics: '--topics',
  ownTopics: '--own-topics',
  connections: '--connections',
  publishers: '--publishers',
  batch: '--batch',
  rate: '--rate',
  dataBytes: '--size',
  stalled: '--stalled',
  storm: '--storm',
  behind: '--behind',
  warmupSeconds: '--warmup',
  durationSeconds: '--duration',
  idleSeconds: '--idle',
  drainSeconds: '--drain',
};

/** How long a load of this plan takes, roughly: for the time left, and for how long to wait at the most. */
export function expectedSeconds(plan: LoadPlan): number {
  const { warmupSeconds = 2, durationSeconds = 10, idleSeconds = 2, subscribers } = plan;
  return 3 + warmupSeconds + durationSeconds + idleSeconds + subscribers / 4000;
}
