import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFeedServer, rss } from '../support/feed-server.ts';
import { pollUntil, pollsOf, titlesOf, expectTitles } from '../support/news.ts';
import { openGallery } from '../support/open-gallery.ts';

const timeout = 240_000;
const one = { guid: '1', title: 'One' };
const two = { guid: '2', title: 'Two' };
const three = { guid: '3', title: 'Three' };

test('a feed is asked for only if it has changed, also after a crash', { timeout }, async () => {
  const feeds = await openFeedServer();
  feeds.serve('/tagged', { body: rss('Tagged', [one]), etag: '"v1"' });
  feeds.serve('/dated', { body: rss('Dated', [one]), lastModified: 'Fri, 20 Nov 2026 10:00:00 GMT' });
  const urls = [`${feeds.url}/tagged`, `${feeds.url}/dated`];
  const gallery = await openGallery({ SPILLWAY_FEEDS: urls.join(), SPILLWAY_FEED_SECONDS: '0.2' });
  const expectUnchanged = (url: string) => async () => {
    const poll = (await pollsOf(gallery)).get(url);
    expect(poll).toMatchObject({ result: 'unchanged', totals: { failures: 0, articles: 1 } });
    expect(poll?.totals.unchanged).toBeGreaterThan(3);
  };
  await expect.poll(() => feeds.requests.filter(({ status }) => status === 304).length).toBeGreaterThan(3);
  const before = feeds.requests.length;
  await gallery.crash();
  await expect.poll(() => feeds.requests.length).toBeGreaterThan(before + 6);
  await gallery.crash();
  for (const url of urls) await pollUntil(gallery, expectUnchanged(url));

  for (const path of ['/tagged', '/dated']) {
    const [first, ...others] = feeds.requests.filter((request) => request.path === path);
    expect(first).toMatchObject({ status: 200 });
    // A process that was killed before it had read the answer knows nothing of it, and asks as it did before.
    expect(others.filter(({ status }) => status !== 304)).toEqual([]);
  }
  expect(feeds.requests.find(({ path, status }) => path === '/tagged' && status === 304)?.headers).toMatchObject({
    'if-none-match': '"v1"',
  });
  expect(feeds.requests.find(({ path, status }) => path === '/dated' && status === 304)?.headers).toMatchObject({
    'if-modified-since': 'Fri, 20 Nov 2026 10:00:00 GMT',
  });
  expect(await titlesOf(gallery, 'Tagged')).toEqual(['One']);
});

test('each article is published once, whatever a feed repeats, edits or forgets', { timeout }, async () => {
  const feeds = await openFeedServer();
  feeds.serve('/feed', { body: rss('Town', [two, one]) });
  const gallery = await openGallery({ SPILLWAY_FEEDS: `${feeds.url}/feed` });
  await expectTitles(gallery, 'Town', ['One', 'Two']);
  feeds.serve('/feed', { body: rss('Town', [three]) });
  await expectTitles(gallery, 'Town', ['One', 'Two', 'Three']);
  // What was forgotten comes back, and one has another title: they are the same articles.
  feeds.serve('/feed', { body: rss('Town', [three, { guid: '2', title: 'Two, corrected' }, one, one]) });
  const asked = feeds.requests.length;
  await pollUntil(gallery, async () => expect(feeds.requests.length).toBeGreaterThan(asked + 1));
  expect(await titlesOf(gallery, 'Town')).toEqual(['One', 'Two', 'Three']);
});

test('two feeds may use the same ids', { timeout }, async () => {
  const feeds = await openFeedServer();
  feeds.serve('/town', { body: rss('Town', [one]) });
  feeds.serve('/lake', { body: rss('Lake', [one]) });
  const gallery = await openGallery({ SPILLWAY_FEEDS: `${feeds.url}/town, ${feeds.url}/lake` });
  await expectTitles(gallery, 'Town', ['One']);
  await expectTitles(gallery, 'Lake', ['One']);
});

test('a reader that has lost its memory reads all again, and nothing is doubled', { timeout }, async () => {
  const feeds = await openFeedServer();
  feeds.serve('/feed', { body: rss('Town', [two, one]), etag: '"v1"' });
  const gallery = await openGallery({ SPILLWAY_FEEDS: `${feeds.url}/feed` });
  await expectTitles(gallery, 'Town', ['One', 'Two']);
  await pollUntil(gallery, async () => expect(feeds.requests.at(-1)?.status).toBe(304));
  // As if it had crashed after it published, before it could remember.
  const memory = join(gallery.folder, 'news', 'reader');
  for (const file of await readdir(memory)) await rm(join(memory, file));
  const before = feeds.requests.length;
  await gallery.crash();
  await expect.poll(() => feeds.requests.slice(before).map(({ status }) => status)).toContain(200);
  feeds.serve('/feed', { body: rss('Town', [three, two, one]), etag: '"v2"' });
  await expectTitles(gallery, 'Town', ['One', 'Two', 'Three']);
});

test('a feed that fails says why and stops no other; once it is well it is read', { timeout }, async () => {
  const feeds = await openFeedServer();
  feeds.serve('/broken', { body: '<rss><channel><title>Broken</chan' });
  feeds.serve('/page', { body: '<html><body>Not here</body></html>', type: 'text/html' });
  feeds.serve('/error', (res) => void res.writeHead(503).end());
  feeds.serve(
    '/cut',
    (res) => void res.writeHead(200, { 'content-length': '5000' }).write('<rss>', () => res.destroy()),
  );
  feeds.serve('/silent', () => {});
  feeds.serve('/well', { body: rss('Well', [one]) });
  const urls = ['broken', 'page', 'error', 'cut', 'silent', 'well'].map((path) => `${feeds.url}/${path}`);
  const gallery = await openGallery({ SPILLWAY_FEEDS: [...urls, 'no-address'].join() });

  await expectTitles(gallery, 'Well', ['One']);
  await expect
    .poll(async () => [...(await pollsOf(gallery))].map(([url, { result, error }]) => [url, error ?? result]))
    .toEqual(
      expect.arrayContaining([
        [urls[0], expect.stringMatching(/^its XML is malformed: .+/)],
        [urls[1], 'it is no RSS and no Atom feed'],
        [urls[2], 'its server answered 503'],
        [urls[3], expect.stringMatching(/^it cannot be reached \(.+\)$/)],
        ['no-address', 'it cannot be reached (ERR_INVALID_URL)'],
      ]),
    );
  feeds.serve('/broken', { body: rss('Mended', [two, one]) });
  await expectTitles(gallery, 'Mended', ['One', 'Two']);
});
