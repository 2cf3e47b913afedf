import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Hub } from 'spillway';
import { loadMemory, saveMemory } from './feed-memory.ts';
import { type Feed, type Polled, pollFeed } from './poll-feed.ts';

export interface FeedReaderSettings {
  readonly hub: Hub;
  /** Where it remembers what it has read. */
  readonly folder: string;
  readonly closing: AsyncDisposableStack;
}

/** Reads feeds again and again, each in its own rhythm: one that fails holds up no other. */
export interface FeedReader {
  start(this: void, feeds: readonly Feed[]): Promise<void>;
  /** Asks for all feeds now. */
  poll(this: void): void;
}

/** How a poll went is of interest for a day. */
const day = 24 * 3600;
/** Between two polls of a feed, however often they are asked for. */
const restMs = 1000;

export function createFeedReader({ hub, folder, closing }: FeedReaderSettings): FeedReader {
  const bell = new EventEmitter().setMaxListeners(0);
  const stopping = new AbortController();
  closing.defer(() => {
    stopping.abort();
    bell.emit('poll');
  });

  return {
    async start(feeds) {
      await hub.publish({ topic: 'news/reader', event: 'feeds', key: 'feeds', data: { feeds } });
      for (const feed of feeds) void read(feed);
    },
    poll: () => void bell.emit('poll'),
  };

  async function read(feed: Feed): Promise<void> {
    const path = join(folder, `${feed.id}.json`);
    let memory = await loadMemory(path);
    let shown = '';
    while (!stopping.signal.aborted) {
      const polled = await pollFeed(feed, memory, hub, stopping.signal);
      if (stopping.signal.aborted) return;
      ({ memory } = polled);
      try {
        await saveMemory(path, memory);
        shown = await show(feed, polled, shown);
      } catch (error) {
        if (!stopping.signal.aborted) console.error(`what became of ${feed.url} could not be kept:`, error);
      }
      await rest(feed.seconds * 1000);
    }
  }

  /** Publishes how a poll went, unless nothing has changed since `shown` and nobody looks: that spares the log. */
  async function show({ id, url }: Feed, { memory, poll }: Polled, shown: string): Promise<string> {
    const state = `${poll.result} ${poll.error}`;
    if (state !== shown || poll.published > 0 || hub.stats().subscribers > 0) {
      const { name = URL.parse(url)?.host ?? url, format } = memory;
      await hub.publish({ topic: 'news/reader', event: 'poll', key: id, data: { ...poll, name, format }, ttl: day });
    }
    return state;
  }

  /** Waits until it is time for the next poll, or somebody asks for it. */
  async function rest(ms: number): Promise<void> {
    const soonest = Date.now() + Math.min(restMs, ms);
    await new Promise<void>((resolve) => {
      let timer = setTimeout(done, ms);
      bell.on('poll', hurry);
      function hurry(): void {
        clearTimeout(timer);
        timer = setTimeout(done, stopping.signal.aborted ? 0 : Math.max(0, soonest - Date.now()));
      }
      function done(): void {
        bell.off('poll', hurry);
        resolve();
      }
    });
  }
}
