import { Histogram, type HistogramCounts } from './histogram.ts';
import type { Group } from './plan.ts';
import type { ArrivalSink } from './scanner.ts';
import { SequenceLedger } from './sequence-ledger.ts';
import { Window } from './window.ts';

/** Counts what reaches a thread's subscribers. */
export class Arrivals implements ArrivalSink {
  readonly ledger: SequenceLedger;
  readonly faults: Readonly<Record<Group, { doubled: number; outOfOrder: number }>> = {
    steady: { doubled: 0, outOfOrder: 0 },
    stalled: { doubled: 0, outOfOrder: 0 },
    storm: { doubled: 0, outOfOrder: 0 },
  };
  /** Set once it is known when it begins. */
  window = new Window(Infinity, Infinity);
  /** Of events that were due within the window, whenever they came: these are the deliveries that are reported. */
  dueInWindow = 0;
  /** Of events that came within the window, whenever they were due: these make the rate, and the cost of each. */
  receivedInWindow = 0;
  bytesInWindow = 0;

  readonly #isSteady: Uint8Array;
  readonly #publishers: number;
  readonly #latency = { inWindow: new Histogram(), outside: new Histogram() };
  #now = 0;
  #isInWindow = false;
  #deliveries = 0;

  constructor(groups: readonly Group[], publishers: number) {
    this.#isSteady = Uint8Array.from(groups, (group) => (group === 'steady' ? 1 : 0));
    this.#publishers = publishers;
    this.ledger = new SequenceLedger(groups.length, publishers, (subscriber, fault) => {
      const faults = this.faults[groups[subscriber] ?? 'steady'];
      if (fault === 'doubled') faults.doubled++;
      else faults.outOfOrder++;
    });
  }

  /** What arrives from now on was read at this time. */
  beginRead(now: number, bytes: number): void {
    this.#now = now;
    this.#isInWindow = this.window.holds(now);
    if (this.#isInWindow) this.bytesInWindow += bytes;
  }

  arrive(subscriber: number, publisher: number, sequence: number, dueMicros: number): void {
    // Something else that looks like an event of this test.
    if (publisher >= this.#publishers) return;
    this.#deliveries++;
    if (this.#isInWindow) this.receivedInWindow++;
    const isDueInWindow = this.window.holds(dueMicros);
    if (isDueInWindow) this.dueInWindow++;
    if (this.#isSteady[subscriber] === 1) {
      const latency = isDueInWindow ? this.#latency.inWindow : this.#latency.outside;
      latency.record(this.#now - dueMicros);
    }
    this.ledger.arrive(subscriber, publisher, sequence);
  }

  /** Takes what was counted since it was last taken. */
  take(): ArrivalCounts {
    const deliveries = this.#deliveries;
    this.#deliveries = 0;
    return { deliveries, inWindow: this.#latency.inWindow.take(), outside: this.#latency.outside.take() };
  }
}

export interface ArrivalCounts {
  readonly deliveries: number;
  /** Latency of events that were due in the window, to subscribers that nothing disturbs. */
  readonly inWindow: HistogramCounts;
  /** Likewise of all others. */
  readonly outside: HistogramCounts;
}
