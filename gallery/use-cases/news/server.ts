import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import { answerRefusals, readBody } from '../../server/refusal.ts';
import type { UseCase } from '../../server/gallery.ts';
import { newArticle } from './articles.ts';
import { createFeedReader } from './feed-reader.ts';
import { openGazette } from './gazette.ts';
import type { Feed } from './poll-feed.ts';

export const news: UseCase = {
  name: 'news',
  readable: ['news/*'],
  publishable: [],
  async open({ hub, router, folder, environment, listening, closing }) {
    const feeds = join(folder, 'feeds');
    const memory = join(folder, 'reader');
    await mkdir(memory, { recursive: true });
    const gazette = await openGazette(feeds);
    const reader = createFeedReader({ hub, folder: memory, closing });
    // The gallery's own feeds are read over HTTP, too, as all others.
    void listening.then((url) => reader.start([...ownFeeds(url, environment), ...otherFeeds(environment)]));

    // With ETag, Last-Modified, and 304 for who has it already.
    router.use(
      '/feeds',
      express.static(feeds, { index: false, setHeaders: (res) => res.setHeader('x-content-type-options', 'nosniff') }),
    );

    router.post('/articles', async (req, res) => {
      await gazette.add(readBody(newArticle, req.body));
      res.json({});
    });

    router.post('/poll', (_req, res) => {
      reader.poll();
      res.json({});
    });

    router.use(answerRefusals);
  },
};

function ownFeeds(url: string, environment: NodeJS.ProcessEnv): readonly Feed[] {
  const seconds = secondsOf(environment, 10);
  return ['gazette', 'workshop'].map((id) => ({ id, url: `${url}/api/news/feeds/${id}.xml`, seconds }));
}

/** The feeds that `SPILLWAY_FEEDS` names, separated by commas. They are of other people, and are asked less often. */
function otherFeeds(environment: NodeJS.ProcessEnv): readonly Feed[] {
  const urls = (environment['SPILLWAY_FEEDS'] ?? '').split(',').map((url) => url.trim());
  const seconds = secondsOf(environment, 300);
  return [...new Set(urls)]
    .filter((url) => url !== '')
    .map((url) => ({ id: createHash('sha256').update(url).digest('hex').slice(0, 32), url, seconds }));
}

function secondsOf({ SPILLWAY_FEED_SECONDS: said }: NodeJS.ProcessEnv, usual: number): number {
  const seconds = Number(said ?? usual);
  return seconds > 0 ? seconds : usual;
}
