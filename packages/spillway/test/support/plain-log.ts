import type { EventLog } from '../../src/log/event-log.ts';

/** The log as if it had no optional ability: what every `EventLog` has, and no more. */
export function plainLog(log: EventLog): EventLog {
  return {
    epoch: log.epoch,
    append: (events) => log.append(events),
    read: (after, limits) => log.read(after, limits),
    tail: (listener) => log.tail(listener),
    bounds: () => log.bounds(),
    find: (id) => log.find(id),
    trim: (first) => log.trim(first),
    close: () => log.close(),
  };
}
