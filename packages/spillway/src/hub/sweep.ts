import type { Clock } from './clock.ts';

/** Something that may have news to write: an audience, or one subscriber that is catching up. */
export interface Swept {
  /** Whether it stands in the sweep's queue; only the sweep changes it. */
  queued: boolean;
  /** Whether there is something to write. */
  readonly hasNews: boolean;
  /** Visits about `visits` subscribers at the most, and returns how many it did. */
  sweep(visits: number): number;
}

/**
 * Goes round all that has news, in slices that yield to the event loop: new publishes come in between, and each write
 * takes all there is by then. Nothing stands in its queue twice.
 */
export class Sweep {
  readonly #clock: Clock;
  readonly #visitsPerSlice: number;
  #round: Swept[] = [];
  #nextRound: Swept[] = [];
  #turn = 0;
  #scheduled = false;

  constructor(clock: Clock, visitsPerSlice: number) {
    this.#clock = clock;
    this.#visitsPerSlice = visitsPerSlice;
  }

  add(swept: Swept): void {
    if (swept.queued) return;
    swept.queued = true;
    this.#nextRound.push(swept);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.soon(() => this.#slice());
  }

  #slice(): void {
    this.#scheduled = false;
    let left = this.#visitsPerSlice;
    while (left > 0) {
      const swept = this.#take();
      if (!swept) return;
      swept.queued = false;
      left -= Math.max(1, swept.sweep(left));
      if (swept.hasNews) this.add(swept);
    }
    if (this.#turn < this.#round.length || this.#nextRound.length > 0) this.#schedule();
  }

  #take(): Swept | undefined {
    if (this.#turn === this.#round.length) {
      [this.#round, this.#nextRound] = [this.#nextRound, this.#round];
      this.#nextRound.length = 0;
      this.#turn = 0;
    }
    return this.#turn < this.#round.length ? this.#round[this.#turn++] : undefined;
  }
}
