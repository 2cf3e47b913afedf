/** Makes, of events that come one by one, the value that a component shows. */
export interface Collector<Event, Value> {
  take(this: void, event: Event): void;
  /** A new object where something has changed. */
  value(this: void): Value;
}

/** The newest events, oldest first. */
export function collectRecent<Event>(keep: () => number): Collector<Event, readonly Event[]> {
  let events: Event[] = [];
  return {
    take(event) {
      events.push(event);
      // Seldom, so that each event is moved about once.
      if (events.length >= 2 * keep() + 64) events = newest();
    },
    value: newest,
  };

  function newest(): Event[] {
    return events.slice(Math.max(0, events.length - keep()));
  }
}

/** What a reducer makes of all events. */
export function collectReduced<Event, Value>(
  initial: Value,
  reduce: () => (value: Value, event: Event) => Value,
): Collector<Event, Value> {
  let value = initial;
  return {
    take(event) {
      value = reduce()(value, event);
    },
    value: () => value,
  };
}

/** The newest event alone. */
export function collectLatest<Event>(): Collector<Event, Event | undefined> {
  let latest: Event | undefined;
  return {
    take(event) {
      latest = event;
    },
    value: () => latest,
  };
}

/** The newest event of each key, in the order in which the keys first came. Of too many keys, the first is dropped. */
export function collectLatestByKey<Event>(
  keysOf: (event: Event) => readonly string[],
  keep: () => number,
): Collector<Event, ReadonlyMap<string, Event>> {
  const latest = new Map<string, Event>();
  return {
    take(event) {
      for (const key of keysOf(event)) latest.set(key, event);
      for (const first of latest.keys()) {
        if (latest.size <= keep()) break;
        latest.delete(first);
      }
    },
    value: () => new Map(latest),
  };
}
