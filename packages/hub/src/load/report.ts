/** What a load test found: the object that `spillway bench --json` prints. Times are in milliseconds unless named else. */
export interface LoadReport {
  readonly url: string;
  /** When the test began, in ISO 8601. */
  readonly startedAt: string;
  readonly plan: LoadPlanSummary;
  readonly connecting: Connecting;
  readonly window: MeasuredWindow;
  /** From the moment that an event was due to be published to its arrival, for subscribers that nothing disturbs. */
  readonly latency: Distribution;
  /** From the moment that an event was due to be published to the server's answer. */
  readonly publishLatency: Distribution;
  readonly integrity: Integrity;
  /** Present if subscribers were stalled: the latency and integrity above are those of the others. */
  readonly stalled?: { readonly subscribers: number; readonly integrity: Integrity };
  /** Present if subscribers were cut off and came back all at once. */
  readonly storm?: Storm;
  /** Present if the server's process ids were given. */
  readonly server?: ServerCost;
  readonly generator: GeneratorCost;
  /** One entry for each second, from the first connection on. */
  readonly timeline: readonly Second[];
}

export interface LoadPlanSummary {
  readonly transport: 'http1' | 'http2' | 'websocket';
  readonly subscribers: number;
  /** TCP connections of the subscribers: fewer than they over HTTP/2. */
  readonly connections: number;
  readonly topics: number;
  /** Whether each subscriber selects a topic of its own beside the shared one. */
  readonly ownTopics: boolean;
  readonly publishers: number;
  /** Events that one POST carries. */
  readonly batch: number;
  /** Events a second over all topics; null at saturation: each publisher sends as soon as it has its answer. */
  readonly ratePerSecond: number | null;
  readonly dataBytes: number;
  readonly stalledSubscribers: number;
  readonly stormSubscribers: number;
}

export interface Connecting {
  readonly seconds: number;
  /** How many subscribers could not open their stream. */
  readonly failed: number;
  /** Why the first of them could not, if any. */
  readonly reason?: string;
  /** From the beginning of a connection to its response head. */
  readonly latency: Distribution;
}

/** The time in which is counted, after the warm-up. */
export interface MeasuredWindow {
  readonly seconds: number;
  /** Events that the server acknowledged. */
  readonly acknowledged: number;
  readonly refused: number;
  /** Why the first of them was refused, if any. */
  readonly reason?: string;
  readonly deliveries: number;
  readonly deliveriesPerSecond: number;
  readonly bytesReceived: number;
}

/** What the sequence numbers in the events say of every subscriber, from its opening to the end of the test. */
export interface Integrity {
  /** Acknowledged events that never reached a subscriber of their topic, added up over all. */
  readonly missing: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** How many streams the server ended or lost. */
  readonly dropped: number;
}

export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

export interface Storm {
  readonly subscribers: number;
  /** How many events each had missed when it came back, at least. */
  readonly behind: number;
  /** From the first reconnect until the last subscriber had everything. */
  readonly seconds: number;
  readonly integrity: Integrity;
  /** The latency of those who stayed, while the storm lasted. */
  readonly latencyOfOthers: Distribution;
}

export interface ServerCost {
  readonly pids: readonly number[];
  /** User and system time in the measured window. */
  readonly cpuSeconds: number;
  readonly deliveriesPerCpuSecond: number;
  /** While the subscribers connected. */
  readonly connectCpuSeconds: number;
  /** Resident memory before the first subscriber came, when all were open and idle, and at the most. */
  readonly residentBytesBefore: number;
  readonly residentBytesIdle: number;
  readonly residentBytesPeak: number;
  readonly residentBytesPerSubscriber: number;
}

export interface GeneratorCost {
  readonly threads: number;
  /** The busiest thread's share of the window that it was not waiting, from 0 to 1. */
  readonly busiest: number;
  /** How late events were published that had a due time. */
  readonly publishDelay: Distribution;
  /** Why the figures may be the generator's and not the server's; empty when they are the server's. */
  readonly warnings: readonly string[];
}

export interface Second {
  /** Since the first connection. */
  readonly second: number;
  readonly phase: 'connecting' | 'idle' | 'warm-up' | 'measuring' | 'draining';
  readonly open: number;
  readonly deliveries: number;
  readonly acknowledged: number;
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
  readonly serverCpuSeconds: number | null;
  readonly residentBytes: number | null;
}
