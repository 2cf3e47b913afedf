/**
 * Reads the events of a flow at the reader's own pace. It holds at most `bound` events that the reader has not taken
 * yet, by one of these policies:
 *
 * - `block`: once so many are held the flow is, too; the little that is still on its way is taken nevertheless. When
 *   half of them have been read, the flow is released.
 * - `drop-oldest`: the newest stay.
 * - `latest-by-key`: a newer event takes the place of the one with its key; at the end it might never be reached.
 *   Where all keys differ, the oldest is dropped.
 */
export async function* readBuffered<Event>(
  bound: number,
  policy: 'block' | 'drop-oldest' | 'latest-by-key',
  keyOf: (event: Event) => unknown,
  { buffers, hold, release, isOver }: Flow<Event>,
): AsyncGenerator<Event, void> {
  const held = new Map<unknown, Event>();
  // Goes on from where it is, while each new search for the oldest would pass by all that have been taken.
  const oldestFirst = held.entries();
  let count = 0;
  let wake: (() => void) | undefined;
  const take = () => {
    const [key, event] = oldestFirst.next().value as [unknown, Event];
    held.delete(key);
    return event;
  };
  const buffer: EventBuffer<Event> = {
    push(event) {
      held.set(policy === 'latest-by-key' ? keyOf(event) : count++, event);
      if (policy !== 'block') {
        if (held.size > bound) take();
      } else if (held.size >= bound) {
        hold(buffer);
      }
      wake?.();
    },
    wake: () => wake?.(),
  };

  buffers.add(buffer);
  try {
    for (;;) {
      while (held.size > 0) {
        const event = take();
        if (held.size <= bound / 2) release(buffer);
        yield event;
      }
      if (isOver()) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    buffers.delete(buffer);
    release(buffer);
  }
}

export interface EventBuffer<Event> {
  push(event: Event): void;
  /** Looks again whether the flow is over. */
  wake(): void;
}

/** Where the events come from. */
export interface Flow<Event> {
  /** Those that get each event. */
  readonly buffers: Set<EventBuffer<Event>>;
  /** Both may be called more often than is needed. */
  hold(this: void, holder: unknown): void;
  release(this: void, holder: unknown): void;
  /** Whether nothing more will come; throws why, where that is not how it should be. */
  isOver(this: void): boolean;
}
