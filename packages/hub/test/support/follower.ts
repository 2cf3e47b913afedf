import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createDecoder } from 'spillway/codec';

/** A subscriber that always comes back, as browsers do, and keeps all that it was sent. */
export interface Follower {
  readonly events: readonly FollowedEvent[];
  /** How often a connection was answered. */
  readonly connections: number;
  /** What must not happen to it: answers other than 200, gaps, content that it cannot read. */
  readonly faults: readonly string[];
  /** Resolves once an event with this data has arrived; rejects at the first fault. */
  received(data: string): Promise<void>;
  stop(): void;
}

export interface FollowedEvent {
  readonly id: string;
  readonly data: string;
  readonly event?: string | undefined;
}

export interface FollowerOptions {
  readonly topics: readonly string[];
  /** How long it waits before it comes back. */
  readonly retryMs: () => number;
  /** How many events it takes on one connection before it drops it, in the midst of what has arrived. */
  readonly eventsPerConnection?: (() => number) | undefined;
}

/** Follows a stream of `/events` from the earliest event on, over HTTP/1.1 and by `Last-Event-ID`. */
export function followStream(hubUrl: string, options: FollowerOptions): Follower {
  return follow(options, (lastEventId, follower) => {
    const url = eventsUrl(hubUrl, options.topics, { since: 'earliest' });
    let left = options.eventsPerConnection?.() ?? Infinity;
    return new Promise((resolve) => {
      const headers = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
      const asked = request(url, { headers, agent: false, signal: follower.stopped });
      asked.on('response', (response) => {
        follower.connected(response.statusCode);
        const decoder = createDecoder(
          {
            event({ data, event, lastEventId: id }) {
              follower.take({ id, data, event }, id);
              if (--left > 0) return;
              asked.destroy();
              // The rest of the piece that has just arrived is lost, too.
              decoder.reset();
            },
            lastEventId: (id) => follower.moveTo(id),
          },
          { lastEventId },
        );
        response.on('data', (bytes: Uint8Array) => {
          if (!asked.destroyed) decoder.push(bytes);
        });
        response.on('error', ignore);
      });
      asked.on('error', ignore).on('close', resolve);
      asked.end();
    });
  });
}

/** Follows by long polling: pages of JSON, each from the cursor of the one before. */
export function followPages(hubUrl: string, options: FollowerOptions): Follower {
  return follow({ ...options, retryMs: () => 0 }, async (cursor, follower) => {
    const url = eventsUrl(hubUrl, options.topics, { since: 'earliest', last_event_id: cursor, wait: '5' });
    let page: Page;
    try {
      const answer = await fetch(url, { headers: { accept: 'application/json' }, signal: follower.stopped });
      page = (await answer.json()) as Page;
      follower.connected(answer.status);
    } catch {
      // The hub is away, or died in the midst of an answer.
      await delay(options.retryMs());
      return;
    }
    if (page.gap !== null) follower.take({ id: page.cursor, event: 'gap', data: JSON.stringify(page.gap) }, cursor);
    for (const event of page.events) follower.take(event, page.cursor);
    follower.moveTo(page.cursor);
  });
}

interface Page {
  readonly events: readonly FollowedEvent[];
  readonly cursor: string;
  readonly gap: object | null;
}

/** What a connection tells the follower that it serves. */
interface Following {
  connected(status: number | undefined): void;
  take(event: FollowedEvent, cursor: string): void;
  moveTo(cursor: string): void;
  readonly stopped: AbortSignal;
}

function follow(
  { retryMs }: Pick<FollowerOptions, 'retryMs'>,
  connect: (cursor: string, following: Following) => Promise<void>,
): Follower {
  const events: FollowedEvent[] = [];
  const faults: string[] = [];
  const awaited = new Map<string, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  let connections = 0;
  let cursor = '';
  const stop = new AbortController();

  function fail(fault: string): void {
    faults.push(fault);
    for (const { reject } of awaited.values()) reject(new Error(fault));
  }
  const following: Following = {
    connected(status) {
      connections++;
      if (status !== 200) fail(`connection ${connections} was answered ${status}`);
    },
    take(event, newCursor) {
      if (event.event === 'gap') fail(`a gap after ${cursor}: ${event.data}`);
      events.push(event);
      cursor = newCursor;
      awaited.get(event.data)?.resolve();
    },
    moveTo: (newCursor) => void (cursor = newCursor),
    stopped: stop.signal,
  };
  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await connect(cursor, following);
      await delay(retryMs());
    }
  }
  run().catch((error: unknown) => fail(String(error)));

  return {
    events,
    faults,
    get connections() {
      return connections;
    },
    received: (data) =>
      new Promise((resolve, reject) => {
        const [fault] = faults;
        if (fault !== undefined) reject(new Error(fault));
        else if (events.some((event) => event.data === data)) resolve();
        else awaited.set(data, { resolve, reject });
      }),
    stop: () => stop.abort(),
  };
}

function eventsUrl(hubUrl: string, topics: readonly string[], fields: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic]));
  for (const [name, value] of Object.entries(fields)) if (value !== '') query.set(name, value);
  return `${hubUrl}/events?${query}`;
}

function ignore(): void {}
