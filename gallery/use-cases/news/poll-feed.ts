import type { Hub, PublishEvent } from 'spillway';
import type { Article, Poll } from './articles.ts';
import type { FeedMemory } from './feed-memory.ts';
import { fetchFeed } from './fetch-feed.ts';
import { readFeed } from './read-feed.ts';

export interface Feed {
  readonly id: string;
  readonly url: string;
  readonly seconds: number;
}

/** What is known of a feed after a poll, and how that went. */
export interface Polled {
  readonly memory: FeedMemory;
  readonly poll: Poll;
}

/** For how long an article is worth delivering, in seconds. */
const month = 30 * 24 * 3600;

/** Asks for a feed once and publishes what is new. Throws nothing. */
export async function pollFeed({ id, url }: Feed, known: FeedMemory, hub: Hub, signal: AbortSignal): Promise<Polled> {
  const totals = { ...known.totals, polls: known.totals.polls + 1 };
  const poll = { feed: id, at: Date.now(), published: 0 };
  try {
    const fetched = await fetchFeed(url, known, signal);
    if (fetched.status === 'unchanged') {
      totals.unchanged += 1;
      return { memory: { ...known, totals }, poll: { ...poll, result: 'unchanged', totals } };
    }
    const { name, format, articles } = readFeed(fetched.text, fetched.url);
    const seen = new Set(known.seen);
    const fresh = articles.filter((article) => !seen.has(article.id)).toReversed();
    const events = fresh.map((article): PublishEvent => {
      const { title, summary, link, publishedAt = poll.at } = article;
      return {
        topic: 'news/articles',
        event: 'article',
        // Found again, after a crash or in another version of the feed, it is the same article: the log takes it once.
        id: `article/${id}/${article.id}`,
        data: {
          feed: id,
          feedName: name,
          title,
          summary,
          link,
          publishedAt: Math.min(publishedAt, poll.at),
          foundAt: poll.at,
        } satisfies Article,
        ttl: month,
      };
    });
    if (events.length > 0) await hub.publish(events);
    totals.articles += events.length;
    // Remembered only now that its articles are in the log: whoever crashes before this asks for all of it again.
    return {
      memory: { name, format, ...fetched.validators, seen: articles.map((article) => article.id), totals },
      poll: { ...poll, result: 'read', published: events.length, totals },
    };
  } catch (error) {
    totals.failures += 1;
    return {
      memory: { ...known, totals },
      poll: { ...poll, result: 'failed', error: (error as Error).message, totals },
    };
  }
}
