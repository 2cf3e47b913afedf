import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/hub/clock.ts';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** A clock that moves only when it is told to. */
export class SimulatedClock implements Clock {
  #now = 1_800_000_000_000;
  #timers: Timer[] = [];
  #soon: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { at: this.#now + delayMs, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  soon(task: () => void): void {
    this.#soon.push(task);
  }

  /** Runs what was scheduled for soon, once round; returns whether there was anything. */
  runSoon(): boolean {
    const tasks = this.#soon;
    this.#soon = [];
    for (const task of tasks) task();
    return tasks.length > 0;
  }

  /** Lets promises and scheduled tasks go on until nothing is left to do at this moment. */
  async settle(): Promise<void> {
    do await turn();
    while (this.runSoon());
  }

  /** Moves time on while something is at work: no timer is called. */
  pass(ms: number): void {
    this.#now += ms;
  }

  /** Moves time on, calling the timers that fall due in their order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.settle();
      const [next] = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
    }
    this.#now = Math.max(this.#now, end);
    await this.settle();
  }
}
