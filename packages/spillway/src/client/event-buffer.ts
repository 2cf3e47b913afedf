import type { ConnectionState } from './connection-state.ts';

/**
 * Reads events at the reader's own pace: each is put into the buffer, which this adds to `buffers` for as long as it is
 * read. At most `bound` events wait in it for the reader, by one of these policies:
 *
 * - `block`: where it is full, the answer to an event is a promise that waits until half of them have been read.
 * - `drop-oldest`: the newest stay.
 * - `latest-by-key`: a newer event takes the place of the one with its key; at the end it might never be reached.
 *   Where all keys differ, the oldest is dropped.
 *
 * Once the state is closed nothing more will come: it ends when all is read, or throws why the state is closed.
 */
export function readBuffered<Event>(
  bound: number,
  policy: 'block' | 'drop-oldest' | 'latest-by-key',
  keyOf: (event: Event) => unknown,
  buffers: Set<EventBuffer<Event>>,
  getState: () => ConnectionState,
): AsyncIterator<Event, void> {
  const held = new Map<unknown, Event>();
  // Goes on from where it is, while each new search for the oldest would pass by all that have been taken.
  const oldestFirst = held.entries();
  let count = 0;
  let isLeft = false;
  let wake: (() => void) | undefined;
  let makeRoom: (() => void) | undefined;
  const take = () => {
    const [key, event] = oldestFirst.next().value as [unknown, Event];
    held.delete(key);
    return event;
  };
  const buffer: EventBuffer<Event> = async (...events) => {
    for (const event of events) held.set(policy === 'latest-by-key' ? keyOf(event) : count++, event);
    wake?.();
    if (policy !== 'block') {
      if (held.size > bound) take();
    } else if (held.size >= bound) {
      await new Promise<void>((resolve) => (makeRoom = resolve));
    }
  };

  const events = read();
  return {
    next: () => events.next(),
    // A generator alone would wait for the event that it has been asked for, and hold the others meanwhile.
    return() {
      isLeft = true;
      wake?.();
      return events.return();
    },
  };

  async function* read(): AsyncGenerator<Event, void> {
    buffers.add(buffer);
    try {
      for (;;) {
        while (held.size > 0) {
          const event = take();
          if (held.size <= bound / 2) makeRoom?.();
          yield event;
        }
        const state = getState();
        if (isLeft) return;
        if (state.phase === 'closed') {
          if (state.error) throw state.error;
          return;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      buffers.delete(buffer);
      makeRoom?.();
    }
  }
}

/** Takes an event; or none, to look again whether there will be more. */
export type EventBuffer<Event> = (...events: [] | [Event]) => Promise<void>;
