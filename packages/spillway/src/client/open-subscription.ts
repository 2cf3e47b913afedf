import { SpillwayError } from '../error.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Environment } from './environment.ts';
import { readBuffered } from './event-buffer.ts';
import type { EventBuffer } from './event-buffer.ts';
import { asGap, asText, readData } from './event-reader.ts';
import type { EventReader, EventReaders } from './event-reader.ts';
import type { FeedEvent, OpenFeed } from './feed.ts';
import { createListeners, guard } from './listeners.ts';
import type { EventOf, EventOfType, SubscribeOptions, Subscription, SubscriptionEvent } from './subscription.ts';

/**
 * Makes a subscription of a feed: each event goes to its reader, and then, in the order of the stream, to listeners and
 * iterators.
 */
export function openSubscription<Readers extends EventReaders>(
  url: string,
  options: SubscribeOptions<Readers>,
  openFeed: OpenFeed,
  environment: Environment,
): Subscription<Readers> {
  const { events: readers, onInvalid = console.error, signal, buffer = {} } = options;
  const { events: bound = 1000, policy = 'block', keyOf = keyByTopics } = buffer;
  const eventListeners = createListeners<SubscriptionEvent<string, unknown>>();
  const stateListeners = createListeners<void>();
  const buffers = new Set<EventBuffer<EventOf<Readers>>>();
  const tasks: (() => void | Promise<void>)[] = [];
  const holders = new Set<unknown>();
  let isWorking = false;
  let state: ConnectionState = { phase: 'connecting', attempt: 1 };
  let lastEventId = options.lastEventId ?? '';

  const feed = openFeed(
    { ...options, url },
    {
      event: (event) => inOrder(() => read(event)),
      gap: (gap, cursor) =>
        inOrder(() => read({ type: 'gap', data: JSON.stringify(gap), lastEventId: cursor, topics: [] })),
      cursor: (cursor) =>
        inOrder(() => {
          lastEventId = cursor;
        }),
      // The end comes after the events before it, all else at once.
      state: (next) => (next.phase === 'closed' ? inOrder(() => settle(next)) : settle(next)),
    },
    environment,
  );
  if (signal?.aborted) close();
  else signal?.addEventListener('abort', close);

  return {
    get state() {
      return state;
    },
    get lastEventId() {
      return lastEventId;
    },
    on: (type, listener) =>
      eventListeners.add((event) => {
        const isMeant = type === '*' ? isCarried(event.type) : type === event.type;
        if (isMeant) listener(event as EventOfType<Readers, typeof type>);
      }),
    getState: () => state,
    onStateChange: stateListeners.add,
    subscribe(run) {
      run(state);
      return stateListeners.add(() => run(state));
    },
    reconnect: feed.reconnect,
    close,
    [Symbol.asyncIterator]: () => readBuffered(bound, policy, keyOf, { buffers, hold, release, isOver }),
    [Symbol.dispose]: close,
    [Symbol.asyncDispose]: async () => close(),
  };

  function close(): void {
    tasks.length = 0;
    feed.close();
    settle({ phase: 'closed' });
  }

  function settle(next: ConnectionState): void {
    if (state.phase === 'closed') return;
    state = next;
    if (state.phase === 'closed') {
      signal?.removeEventListener('abort', close);
      for (const each of buffers) each.wake();
    }
    stateListeners.tell();
  }

  /** Does one task after the other; at once, as long as none of them has to wait. */
  function inOrder(task: () => void | Promise<void>): void {
    tasks.push(task);
    if (tasks.length >= bound) hold(tasks);
    if (!isWorking) void work();
  }

  async function work(): Promise<void> {
    isWorking = true;
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      const pending = task();
      if (pending !== undefined) await pending;
    }
    isWorking = false;
    release(tasks);
  }

  function read(event: FeedEvent): void | Promise<void> {
    const { type, data } = event;
    const accept = (value: unknown) => hand({ ...event, data: value });
    const refuse = (cause: unknown) => {
      lastEventId = event.lastEventId;
      const error = new SpillwayError('invalid-data', `data of an event "${type}": ${String(cause)}`, { cause });
      guard(() => onInvalid(error, event));
    };
    try {
      const value = readData(readerOf(type), data);
      return value instanceof Promise ? value.then(accept, refuse) : accept(value);
    } catch (cause) {
      return refuse(cause);
    }
  }

  function hand(event: SubscriptionEvent<string, unknown>): void {
    // Its reader may have waited for longer than anybody was interested.
    if (state.phase === 'closed') return;
    lastEventId = event.lastEventId;
    eventListeners.tell(event);
    if (isCarried(event.type)) for (const each of buffers) each.push(event as EventOf<Readers>);
  }

  function isOver(): boolean {
    if (state.phase === 'closed' && state.error !== undefined) throw state.error;
    return state.phase === 'closed';
  }

  /** The feed rests as long as anybody holds it. */
  function hold(holder: unknown): void {
    holders.add(holder);
    feed.pause();
  }

  function release(holder: unknown): void {
    if (holders.delete(holder) && holders.size === 0) feed.resume();
  }

  function isCarried(type: string): boolean {
    return readers === undefined ? type !== 'gap' : Object.hasOwn(readers, type);
  }

  function readerOf(type: string): EventReader {
    return (isCarried(type) ? readers?.[type] : undefined) ?? (type === 'gap' ? asGap : asText);
  }
}

/** Events of one type and topic are states of one thing. */
function keyByTopics({ type, topics }: { readonly type: string; readonly topics: readonly string[] }): string {
  return JSON.stringify([type, topics]);
}
