import { once } from 'node:events';

/** Lets one work at a time, in the order in which they came. */
export interface Turns {
  /** Does the work when its turn has come; rejects at once where the signal is aborted before. */
  take(work: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work, signal) {
      const before = last;
      async function inTurn(): Promise<void> {
        signal.throwIfAborted();
        await Promise.race([before, once(signal, 'abort')]);
        signal.throwIfAborted();
        await work();
      }
      const turn = inTurn();
      last = Promise.allSettled([before, turn]);
      return turn;
    },
  };
}
