import type { LoadPlan } from './plan.ts';
import { type LoadThread, startLoadThread } from './load-thread.ts';
import type { Published, SequenceRange } from './sequence-ledger.ts';
import type { Calls, Kind, Results, ThreadStart } from './thread-protocol.ts';

/** All threads of a test. */
export class LoadThreads {
  readonly #plan: LoadPlan;
  readonly #threads: readonly LoadThread[];

  constructor(start: Omit<ThreadStart, 'thread' | 'threads'>) {
    this.#plan = start.plan;
    const { threads } = start.plan;
    this.#threads = Array.from({ length: threads }, (_, thread) => startLoadThread({ ...start, thread, threads }));
  }

  /** Asks each thread for the same. */
  all<K extends Kind>(kind: K, input: Calls[K]): Promise<Results[K][]> {
    return Promise.all(this.#threads.map((thread) => thread.call(kind, input)));
  }

  /** What all publishers have published until now. */
  async published(): Promise<Published> {
    const { topics, publishers } = this.#plan;
    const sent = new Int32Array(publishers * topics);
    const acknowledged = new Int32Array(publishers * topics);
    const excused = new Map<number, readonly SequenceRange[]>();
    // A publisher belongs to one thread; the others have nothing at its places.
    for (const part of await this.all('published', undefined)) {
      for (const [place, sequence] of part.sent.entries()) if (sequence > 0) sent[place] = sequence;
      for (const [place, sequence] of part.acknowledged.entries()) if (sequence > 0) acknowledged[place] = sequence;
      for (const [place, ranges] of part.excused) excused.set(place, ranges);
    }
    return { topics, publishers, sent, acknowledged, excused };
  }

  async terminate(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}
