import { randomUUID } from 'node:crypto';
import { parseRssFeed } from 'feedsmith';
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { pressButton } from '../support/button.ts';
import { openFeedServer, rss } from '../support/feed-server.ts';
import { look } from '../support/look.ts';
import { articlesOf, pollUntil, post, titlesOf, expectTitles } from '../support/news.ts';
import { openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

const timeout = 240_000;
forEachBrowser((browser) => {
  test('articles come in, the newest first, each once, over a crash of the server', { timeout }, async () => {
    const feeds = await openFeedServer();
    feeds.serve('/feed', { body: '<rss><channel><title>Lake</chan', type: 'text/xml' });
    const gallery = await openGallery({ SPILLWAY_FEED_SECONDS: '0.5', SPILLWAY_FEEDS: `${feeds.url}/feed` });
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/news`);
    await expect.poll(() => shown(page)).toHaveLength(7);
    // A feed that is broken says so beside those that are not.
    await untilText(page, 'tr[data-result=failed]', 'Failed: its XML is malformed');
    await untilText(page, 'tr[data-result=unchanged]', '304, nothing new');

    await page.type('input[name=title]', 'A <b>bold</b> & "new" title');
    await page.type('textarea[name=text]', 'One <script>alert(1)</script>');
    await page.click('form button[type=submit]');
    await untilText(page, '[data-new=true]', 'One <script>alert(1)</script>');
    expect((await shown(page))[0]).toBe('A <b>bold</b> & "new" title');

    feeds.serve('/feed', { body: rss('Lake', [{ guid: '1', title: 'The lake is <![CDATA[&]]> stays' }]) });
    await untilText(page, 'article', 'The lake is & stays');
    await gallery.crash();
    const written = await post(gallery, 'articles', { id: randomUUID(), title: 'After the crash', text: 'Still here' });
    expect(written.status).toBe(200);
    await untilText(page, 'article', 'After the crash');
    await look(browser, page, 'news-lively');

    const log = (await articlesOf(gallery)).toSorted((one, other) => other.publishedAt - one.publishedAt);
    expect(await shown(page)).toEqual(log.map(({ title }) => title));
    expect(log).toHaveLength(10);
    await page.reload();
    await expect.poll(() => shown(page)).toEqual(log.map(({ title }) => title));
    // They were new on the visit before.
    expect(await page.$$('[data-new=true]')).toEqual([]);

    await pressButton(page, 'Lake');
    await expect.poll(() => shown(page)).toEqual(['The lake is & stays']);
    await pressButton(page, 'All feeds');
    await expect.poll(() => shown(page)).toHaveLength(10);
  });
});

test('an article is written into the feed as it is, and once', { timeout }, async () => {
  const gallery = await openGallery();
  const articles = Array.from({ length: 8 }, (_, index) => ({
    id: randomUUID(),
    title: `${index} ]]> & <i> "q" 'é' 🦀 &amp; \u2028end`,
    text: `${index} <b>&lt;\n]]> two`,
  }));
  const answers = await Promise.all([...articles, ...articles].map((article) => post(gallery, 'articles', article)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const file = await fetch(`${gallery.url}/api/news/feeds/gazette.xml`);
  const { items = [] } = parseRssFeed(await file.text());
  expect(items).toHaveLength(4 + articles.length);
  const titles = new Set(items.slice(0, 8).map(({ title }) => title));
  expect(titles).toEqual(new Set(articles.map(({ title }) => title)));
  await pollUntil(gallery, async () =>
    expect(await titlesOf(gallery, 'The Spillway Gazette')).toHaveLength(4 + articles.length),
  );
  const read = (await articlesOf(gallery)).filter(({ summary }) => summary.includes(']]>'));
  expect(read).toHaveLength(articles.length);
  expect(new Set(read.map(({ summary }) => summary))).toEqual(new Set(articles.map(({ text }) => text)));
});

test('what is no article is refused, and nothing is written', { timeout }, async () => {
  const gallery = await openGallery();
  const before = await (await fetch(`${gallery.url}/api/news/feeds/gazette.xml`)).text();
  const good = { id: randomUUID(), title: 'T', text: 'x' };
  for (const [body, detail] of [
    [{ ...good, id: 'x' }, 'id: must be a UUID'],
    [{ ...good, title: '  ' }, 'title: give it a title'],
    [{ ...good, title: 'x'.repeat(121) }, 'title: keep it to 120 characters'],
    [{ ...good, text: '' }, 'text: write something'],
    [{ ...good, text: 'x'.repeat(1001) }, 'text: keep it to 1,000 characters'],
    [{ ...good, text: 'a\u0000b' }, 'text: must not hold control characters'],
    [{ ...good, title: 'a\u001bb' }, 'title: must not hold control characters'],
  ] as const) {
    const answer = await post(gallery, 'articles', body);
    expect([answer.status, await answer.json()]).toEqual([400, { detail }]);
  }
  expect(await (await fetch(`${gallery.url}/api/news/feeds/gazette.xml`)).text()).toBe(before);
  // News come from the reader alone.
  const forged = new URLSearchParams({ topic: 'news/articles', event: 'article', data: '{}' });
  expect((await fetch(`${gallery.url}/events`, { method: 'POST', body: forged })).status).toBe(403);
  await expectTitles(gallery, 'The Spillway Gazette', [
    'Library & ferry now share one card',
    'Town hall clock is right again',
    'Lantern walk goes ahead, rain or no rain',
    'Lock keeper retires after 41 years, hands the key to her apprentice',
  ]);
});

/** The titles on the page, in their order. */
function shown(page: Page): Promise<(string | null | undefined)[]> {
  return page.$$eval('article', (articles) => articles.map((article) => article.querySelector('h3')?.textContent));
}
