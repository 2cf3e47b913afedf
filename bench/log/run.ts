/** What is measured: something that appends. */
export interface Appender {
  append(events: readonly BenchEvent[]): Promise<unknown>;
  /** How many commits there were so far. */
  commits(): number;
  close(): Promise<void>;
}

interface BenchEvent {
  readonly topics: readonly string[];
  readonly data: string;
  readonly id?: string;
}

export interface Load {
  readonly name: string;
  /** Each appends again as soon as its append before is done. */
  readonly publishers: number;
  /** Events in each append. */
  readonly batch: number;
  /** Whether each event has an id of its own. */
  readonly ids?: boolean;
  /** How many topics the events are spread over; 1 by default. */
  readonly topics?: number;
}

export interface Figures {
  readonly events: number;
  readonly commits: number;
  readonly seconds: number;
  /** Milliseconds that an append took, sorted. */
  readonly latencies: Float64Array;
}

const maximumLatencies = 5_000_000;
const warmUpSeconds = 1;

export async function run(log: Appender, load: Load, seconds: number): Promise<Figures> {
  const latencies = new Float64Array(maximumLatencies);
  let appends = 0;
  let commits = 0;
  let from = Infinity;
  let until = Infinity;

  async function publish(): Promise<void> {
    for (;;) {
      const start = performance.now();
      if (start > until) return;
      await log.append(Array.from({ length: load.batch }, () => makeEvent(load)));
      const end = performance.now();
      if (end >= from && end <= until) latencies[appends++ % maximumLatencies] = end - start;
      // A log that answers without any I/O would else never let the clock below run.
      if (log.commits() === 0 && Math.random() < 0.001) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const publishers = Promise.all(Array.from({ length: load.publishers }, publish));
  await new Promise((resolve) => setTimeout(resolve, warmUpSeconds * 1000));
  commits -= log.commits();
  from = performance.now();
  until = from + seconds * 1000;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  commits += log.commits();
  const measured = (performance.now() - from) / 1000;
  await publishers;
  return {
    events: appends * load.batch,
    commits,
    seconds: measured,
    latencies: latencies.slice(0, Math.min(appends, maximumLatencies)).toSorted(),
  };
}

const filling = 'x'.repeat(90);

function makeEvent({ ids = false, topics = 1 }: Load): BenchEvent {
  const number = Math.floor(Math.random() * 1e9);
  const event = { topics: [`orders/${number % topics}`], data: `${filling}${number}`.padEnd(100, '.') };
  return ids ? { ...event, id: crypto.randomUUID() } : event;
}
