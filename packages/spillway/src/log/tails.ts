import type { LoggedEvent } from '../event.ts';

type Listener = (events: readonly LoggedEvent[]) => void;

/** Those who tail a log. */
export interface Tails {
  /** Adds a listener, and returns a function that removes it at once. */
  add(listener: Listener): () => void;
  /** Calls every listener with `events`; a batch that arrives during a call follows after it, so order holds. */
  deliver(events: readonly LoggedEvent[]): void;
  /** Removes all listeners. */
  clear(): void;
}

export function createTails(): Tails {
  // Each listener has a place of its own, so that one function may tail twice.
  const places = new Set<{ readonly listener: Listener; readonly from: number }>();
  const waiting: (readonly LoggedEvent[])[] = [];
  let delivering = false;
  let accepted = 0;
  let delivered = 0;

  function deliverNext(events: readonly LoggedEvent[]): void {
    for (const place of places) {
      if (place.from > delivered) continue;
      try {
        place.listener(events);
      } catch (error) {
        // A listener's fault is neither the publisher's nor the other listeners': it surfaces as uncaught.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    delivered++;
  }

  return {
    add(listener) {
      const place = { listener, from: accepted };
      places.add(place);
      return () => {
        places.delete(place);
      };
    },
    deliver(events) {
      if (events.length === 0) return;
      accepted++;
      waiting.push(events);
      if (delivering) return;
      delivering = true;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) deliverNext(next);
      delivering = false;
    },
    clear() {
      places.clear();
    },
  };
}
