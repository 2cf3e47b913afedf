import { SpillwayError } from '../error.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Environment } from './environment.ts';
import { readBuffered } from './event-buffer.ts';
import type { EventBuffer } from './event-buffer.ts';
import { asGap, asText, readData } from './event-reader.ts';
import type { EventReaders } from './event-reader.ts';
import type { Feed, FeedEvent, FeedHandlers, OpenFeed } from './feed.ts';
import { createListeners, guard } from './listeners.ts';
import type { EventOf, EventOfType, SubscribeOptions, Subscription, SubscriptionEvent } from './subscription.ts';

/**
 * Makes a subscription of a feed: each event goes to its reader, and then, in the order of the stream, to listeners and
 * iterators.
 */
export function openSubscription<Readers extends EventReaders>(
  url: string,
  options: SubscribeOptions<Readers>,
  openFeed: OpenFeed | Promise<OpenFeed>,
  environment: Environment,
): Subscription<Readers> {
  const { events, onInvalid = console.error, signal } = options;
  const { events: bound = 1000, policy = 'block', keyOf = keyByTopics } = options.buffer ?? {};
  // Without a prototype: names that every object has are no readers.
  const readers = { __proto__: null as never, gap: asGap, ...events } as EventReaders;
  const eventListeners = createListeners<SubscriptionEvent<string, unknown>>();
  const stateListeners = createListeners<void>();
  const buffers = new Set<EventBuffer<EventOf<Readers>>>();
  let state: ConnectionState = { phase: 'connecting', attempt: 1 };
  let lastEventId = options.lastEventId ?? '';
  let lastTask: Promise<void> | undefined;
  let waiting = 0;

  const handlers: FeedHandlers = {
    event: (event) => inOrder(() => read(event)),
    gap: (gap, cursor) => handlers.event({ type: 'gap', data: JSON.stringify(gap), lastEventId: cursor, topics: [] }),
    cursor: (cursor) =>
      inOrder(() => {
        lastEventId = cursor;
      }),
    // The end comes after the events before it, all else at once.
    state: (next) => (next.phase === 'closed' ? inOrder(() => settle(next)) : settle(next)),
  };
  const opening = Promise.resolve(openFeed).then((open) => open({ ...options, url }, handlers, environment));
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
        return isMeant && listener(event as EventOfType<Readers, typeof type>);
      }),
    getState,
    onStateChange: stateListeners.add,
    subscribe(run) {
      run(state);
      return stateListeners.add(() => run(state));
    },
    reconnect: () => tellFeed('reconnect'),
    close,
    [Symbol.asyncIterator]: () => readBuffered(bound, policy, keyOf, buffers, getState),
    [Symbol.dispose]: close,
    [Symbol.asyncDispose]: async () => close(),
  };

  function tellFeed(call: keyof Feed): void {
    void opening.then((feed) => feed[call]());
  }

  function close(): void {
    tellFeed('close');
    settle({ phase: 'closed' });
  }

  function settle(next: ConnectionState): void {
    if (state.phase === 'closed') return;
    state = next;
    if (isClosed()) {
      signal?.removeEventListener('abort', close);
      for (const buffer of buffers) void buffer();
    }
    stateListeners.tell();
  }

  /** Does one task after the other. Where too many wait, because readers or iterators do, the feed waits, too. */
  function inOrder(task: () => void | Promise<void>): void {
    waiting += 1;
    if (waiting === bound) tellFeed('pause');
    lastTask = follow(lastTask, task);
  }

  async function follow(before: Promise<void> | undefined, task: () => void | Promise<void>): Promise<void> {
    await before;
    if (!isClosed()) await task();
    waiting -= 1;
    if (waiting === 0) tellFeed('resume');
  }

  async function read(event: FeedEvent): Promise<void> {
    const { type, data: text } = event;
    const tell = await readData(readers[type] ?? asText, text).then(
      (data) => () => hand({ ...event, data }),
      (cause: unknown) => () =>
        onInvalid(new SpillwayError('invalid-data', `data of an event "${type}": ${String(cause)}`, { cause }), event),
    );
    // Its reader may have taken longer than anybody was interested.
    if (isClosed()) return;
    lastEventId = event.lastEventId;
    await guard(tell);
  }

  /** Waits until each iterator has room for more. */
  async function hand(event: SubscriptionEvent<string, unknown>): Promise<void> {
    eventListeners.tell(event);
    if (isCarried(event.type)) await Promise.all(Array.from(buffers, (buffer) => buffer(event as EventOf<Readers>)));
  }

  function getState(): ConnectionState {
    return state;
  }

  function isClosed(): boolean {
    return state.phase === 'closed';
  }

  function isCarried(type: string): boolean {
    return events ? Object.hasOwn(events, type) : type !== 'gap';
  }
}

/** Events of one type and topic are states of one thing. */
function keyByTopics({ type, topics }: { readonly type: string; readonly topics: readonly string[] }): string {
  return JSON.stringify([type, topics]);
}
