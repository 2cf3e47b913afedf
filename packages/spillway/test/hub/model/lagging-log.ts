import type { LoggedEvent } from '../../../src/event.ts';
import type { EventLog, InstantReader } from '../../../src/log/event-log.ts';
import type { SimulatedClock } from '../../support/simulated-clock.ts';

/**
 * A log as a remote one would be: what it answers is some turns old when it arrives, and its tail runs behind its
 * appends. Closing it keeps what it holds, so that a hub can start on it again. `isInstant` has it read at once, too.
 */
export function laggingLog(
  log: EventLog & InstantReader,
  { clock, nextLag, isInstant }: Lags,
): EventLog & Partial<InstantReader> {
  async function late<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    for (let turns = nextLag(); turns > 0; turns--) await new Promise<void>((resolve) => clock.soon(resolve));
    return value;
  }
  const lagging: EventLog = {
    epoch: log.epoch,
    append: (events) => late(log.append(events)),
    read: (after, limits) => late(log.read(after, limits)),
    bounds: () => late(log.bounds()),
    find: (id) => late(log.find(id)),
    trim: (first) => log.trim(first),
    close: () => Promise.resolve(),
    tail(listener) {
      let isOpen = true;
      const queue: (readonly LoggedEvent[])[] = [];
      const end = log.tail((events) => {
        queue.push(events);
        const deliver = (turns: number): void => {
          if (turns > 0) return clock.soon(() => deliver(turns - 1));
          const batch = queue.shift();
          if (batch && isOpen) listener(batch);
        };
        deliver(nextLag());
      });
      return () => {
        isOpen = false;
        end();
      };
    },
  };
  const instant: InstantReader = {
    get first() {
      return log.first;
    },
    get: (offset) => log.get(offset),
  };
  return isInstant ? Object.defineProperties(lagging, Object.getOwnPropertyDescriptors(instant)) : lagging;
}

interface Lags {
  readonly clock: SimulatedClock;
  /** For how many turns the next answer is late. */
  readonly nextLag: () => number;
  readonly isInstant: boolean;
}
