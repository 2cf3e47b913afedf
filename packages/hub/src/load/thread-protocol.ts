import type { ArrivalCounts } from './arrivals.ts';
import type { Group, LoadPlan } from './plan.ts';
import type { PublishOutcome } from './publishing.ts';
import type { Published } from './sequence-ledger.ts';
import type { ConnectOutcome } from './subscribers.ts';
import type { Target } from './target.ts';

/** What a thread of the test is started with. */
export interface ThreadStart {
  readonly plan: LoadPlan;
  /** This thread's number, from 0, and how many there are: it has every so-manieth subscriber and publisher. */
  readonly thread: number;
  readonly threads: number;
  readonly marker: string;
  /** What `process.hrtime.bigint()` said when the test began. */
  readonly originNs: bigint;
  readonly subscribeTarget: Target;
  readonly publishTarget: Target;
}

/** What the main thread asks of a thread. Times are in microseconds since the test began. */
export interface Calls {
  /** Open the streams. */
  readonly connect: undefined;
  /** Tell what was counted since the last time. */
  readonly collect: undefined;
  /** Publish from one time on, and measure in a window. */
  readonly publish: PublishTimes;
  /** End the window now and publish no more; answers are waited for until this time. */
  readonly stop: number;
  /** Cut the storm's subscribers off. */
  readonly cut: undefined;
  /** Tell how many events were acknowledged. */
  readonly acknowledged: undefined;
  /** Let the storm's subscribers come back; the answer is when they had what was acknowledged until then. */
  readonly comeBack: Published;
  /** Tell what was published until now. */
  readonly published: undefined;
  /** Wait until everything published has arrived, or the time has come. */
  readonly drain: { readonly published: Published; readonly untilMicros: number };
  /** End all connections. */
  readonly end: undefined;
}

export interface PublishTimes {
  readonly fromMicros: number;
  readonly windowFromMicros: number;
  readonly windowToMicros: number;
  /** When what was due is sent or answered no more. */
  readonly deadlineMicros: number;
}

export interface Results {
  readonly connect: ConnectOutcome;
  readonly collect: Collected;
  readonly publish: PublishOutcome & {
    /** The share of the window in which the thread was not waiting, from 0 to 1. */
    readonly busy: number;
  };
  readonly stop: undefined;
  readonly cut: undefined;
  readonly acknowledged: number;
  readonly comeBack: { readonly fromMicros: number; readonly toMicros: number };
  readonly published: Published;
  readonly drain: Readonly<Record<Group, SubscribersOutcome>> & WindowOutcome;
  readonly end: undefined;
}

export interface Collected extends ArrivalCounts {
  /** Events, since the last time. */
  readonly acknowledged: number;
  /** Streams that are open now. */
  readonly open: number;
}

export interface SubscribersOutcome {
  readonly missing: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly dropped: number;
}

export interface WindowOutcome {
  /** Deliveries of events that were due within the window. */
  readonly dueInWindow: number;
  /** Deliveries that came within the window. */
  readonly receivedInWindow: number;
  readonly bytesInWindow: number;
}

export type Kind = keyof Calls;

export type Request = {
  readonly [K in Kind]: { readonly number: number; readonly kind: K; readonly input: Calls[K] };
}[Kind];

export type Reply =
  { readonly number: number; readonly result: Results[Kind] } | { readonly number: number; readonly failure: string };
