import { expect, test } from 'vitest';
import { fetchFeed } from '../../use-cases/news/fetch-feed.ts';
import { readFeed } from '../../use-cases/news/read-feed.ts';
import { openFeedServer } from '../support/feed-server.ts';

const url = 'https://town.example/feeds/news.xml';
const { signal } = new AbortController();

function rss(item: string): string {
  return `<rss version="2.0"><channel><title>Town &amp; Lake</title><item>${item}</item></channel></rss>`;
}

function idOf(item: string): string | undefined {
  return readFeed(rss(item), url).articles[0]?.id;
}

function atom(entry: string): string {
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Town</title><entry>${entry}</entry></feed>`;
}

test.for([
  ['HTML in CDATA', '<![CDATA[<p>One &amp; <b>two</b></p><script>three()</script>]]>', 'One & two'],
  ['HTML in entities', '&lt;p&gt;One &amp;amp; &lt;a href="http://x"&gt;two&lt;/a&gt;&lt;/p&gt;', 'One & two'],
  ['text that looks like HTML', '&amp;lt;b&amp;gt;', '<b>'],
  ['lines', 'One&lt;br&gt;two', 'One\ntwo'],
  ['an image', '&lt;img src="x" onerror="alert(1)" alt="a"&gt;One', 'One'],
])('the summary of an RSS item that has %s is text', ([, description, summary]) => {
  const { name, format, articles } = readFeed(rss(`<title>T</title><description>${description}</description>`), url);
  expect({ name, format }).toEqual({ name: 'Town & Lake', format: 'rss' });
  expect(articles).toMatchObject([{ summary }]);
});

test.for([
  ['text', 'A &lt;b&gt; &amp;amp; c', 'A <b> &amp; c'],
  ['html', 'A &lt;b&gt;b&lt;/b&gt; &amp;amp; c', 'A b & c'],
  ['xhtml', '<div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b> &amp; c</div>', 'A b & c'],
])('Atom text of the type %s is read as such', ([type, title, text]) => {
  const entry = `<id>1</id><title type="${type}">${title}</title><updated>2026-11-20T10:00:00Z</updated>`;
  expect(readFeed(atom(entry), url).articles).toMatchObject([{ title: text, publishedAt: Date.UTC(2026, 10, 20, 10) }]);
});

test.for([
  ['/a?b=1&amp;c', 'https://town.example/a?b=1&c'],
  ['story.html', 'https://town.example/feeds/story.html'],
  ['http://lake.example/', 'http://lake.example/'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['http://[', undefined],
])('the link %s leads to %s', ([link, address]) => {
  expect(readFeed(rss(`<title>T</title><link>${link}</link>`), url).articles).toMatchObject([{ link: address }]);
});

test('an article is the same as long as its guid is, or else its link, or else its title', () => {
  expect(idOf('<guid>1</guid><title>a</title>')).toBe(idOf('<guid>1</guid><title>b</title><link>/b</link>'));
  expect(idOf('<link>/1</link><title>a</title>')).toBe(idOf('<link>/1</link><title>b</title>'));
  expect(idOf('<title>a</title>')).toBe(idOf('<title>a</title><description>b</description>'));
  expect(new Set([idOf('<title>a</title>'), idOf('<title>b</title>'), idOf('<guid>c</guid>')]).size).toBe(3);
});

test('what is long is cut at a word, and of many articles the newest 100 are taken', () => {
  const long = readFeed(rss(`<title>${'word '.repeat(100)}</title>`), url).articles[0]?.title ?? '';
  expect(long).toMatch(/^(word )+…$/);
  expect(long.length).toBeLessThanOrEqual(202);
  const items = Array.from({ length: 150 }, (_, day) => {
    return `<item><title>${day}</title><pubDate>${new Date(Date.UTC(2026, 0, day + 1)).toUTCString()}</pubDate></item>`;
  });
  const { articles } = readFeed(`<rss><channel><title>T</title>${items.join('')}</channel></rss>`, url);
  expect(articles).toHaveLength(100);
  expect(articles[0]?.title).toBe('149');
});

test('entities that a document defines are not expanded, so that none can grow without bound', () => {
  const levels = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('');
  const document = `<!DOCTYPE rss [<!ENTITY e0 "ha">${levels}]>${rss('<title>&e20;</title>')}`;
  const read = () => readFeed(document, url).articles[0]?.title ?? '';
  let title = '';
  try {
    title = read();
  } catch {
    // To refuse it is as good.
  }
  expect(title.length).toBeLessThan(100);
});

test.for(['', 'hello', '<html></html>', '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[]}'])(
  'what is no RSS and no Atom is refused: %s',
  (text) => {
    expect(() => readFeed(text, url)).toThrow(expect.objectContaining({ name: 'FeedError' }));
  },
);

test.for([
  ['application/xml; charset=iso-8859-1', '<rss><channel><title>Zürich</title></channel></rss>', 'latin1'],
  [
    'application/xml',
    '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>Zürich</title></channel></rss>',
    'latin1',
  ],
  ['application/xml', '<rss><channel><title>Zürich</title></channel></rss>', 'utf8'],
  ['application/xml', '\ufeff<rss><channel><title>Zürich</title></channel></rss>', 'utf8'],
  ['application/xml; charset="utf-16le"', '<rss><channel><title>Zürich</title></channel></rss>', 'utf16le'],
] as const)('a feed is decoded by what is said of it: %s, %s as %s', async ([type, text, encoding]) => {
  const feeds = await openFeedServer();
  feeds.serve('/', { body: Buffer.from(text, encoding), type });
  const fetched = await fetchFeed(`${feeds.url}/`, {}, signal);
  expect(readFeed(fetched.status === 'changed' ? fetched.text : '', url).name).toBe('Zürich');
});

test('a feed has its bounds in size and time', async () => {
  const feeds = await openFeedServer();
  feeds.serve('/large', (res) => {
    // It never ends: whoever waits for all of it waits for good.
    const write = () => {
      while (!res.destroyed && res.write('x'.repeat(1000)));
    };
    res.on('drain', write);
    write();
  });
  feeds.serve('/silent', () => {});
  feeds.serve('/halting', (res) => void res.writeHead(200).write('<rss>'));
  feeds.serve('/odd', { body: 'x', type: 'text/xml; charset=klingon' });
  const bounds = { timeoutMs: 300, bytes: 2 * 1024 * 1024 };
  const fetchIt = (path: string, timeoutMs = bounds.timeoutMs) =>
    fetchFeed(`${feeds.url}${path}`, {}, signal, { ...bounds, timeoutMs });
  await expect(fetchIt('/large', 20_000)).rejects.toThrow('it is larger than 2 MiB');
  await expect(fetchIt('/silent')).rejects.toThrow('nothing came within 0.3 s');
  await expect(fetchIt('/halting')).rejects.toThrow('nothing came within 0.3 s');
  await expect(fetchIt('/odd', 20_000)).rejects.toThrow('nobody knows its encoding, klingon');
});
