import { expect, vi } from 'vitest';
import type { Article, Poll } from '../../use-cases/news/articles.ts';
import type { Feed } from '../../use-cases/news/poll-feed.ts';
import type { TestGallery } from './open-gallery.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';

/** The articles in the log, in its order. */
export function articlesOf(gallery: TestGallery): Promise<Article[]> {
  return dataOf<Article>(gallery, 'news/articles', 'article');
}

/** How the newest poll of each feed went, by the feed's address. */
export async function pollsOf(gallery: TestGallery): Promise<Map<string, Poll>> {
  const [known] = (await dataOf<{ readonly feeds: readonly Feed[] }>(gallery, 'news/reader', 'feeds')).slice(-1);
  const polls = new Map((await dataOf<Poll>(gallery, 'news/reader', 'poll')).map((poll) => [poll.feed, poll]));
  const found = new Map<string, Poll>();
  for (const { id, url } of known?.feeds ?? []) {
    const poll = polls.get(id);
    if (poll) found.set(url, poll);
  }
  return found;
}

/** Asks for all feeds until what is expected is so. */
export async function pollUntil(gallery: TestGallery, expectation: () => Promise<void>): Promise<void> {
  await vi.waitFor(async () => {
    await post(gallery, 'poll', {});
    await expectation();
  }, patient);
}

/** Resolves when the log has articles with these titles and no others of the feed, in this order. */
export async function expectTitles(gallery: TestGallery, feedName: string, titles: readonly string[]): Promise<void> {
  await pollUntil(gallery, async () => expect(await titlesOf(gallery, feedName)).toEqual(titles));
}

export async function titlesOf(gallery: TestGallery, feedName: string): Promise<string[]> {
  return (await articlesOf(gallery)).filter((article) => article.feedName === feedName).map(({ title }) => title);
}

export function post(gallery: TestGallery, path: string, body: object): Promise<Response> {
  return fetch(`${gallery.url}/api/news/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function dataOf<Data>(gallery: TestGallery, topic: string, type: string): Promise<Data[]> {
  const answer = await fetch(`${gallery.url}/events?topic=${topic}&since=earliest&limit=1000`, {
    headers: { accept: 'application/json' },
  });
  const { events } = (await answer.json()) as { readonly events: readonly { event: string; data: string }[] };
  return events.filter(({ event }) => event === type).map(({ data }) => JSON.parse(data) as Data);
}
