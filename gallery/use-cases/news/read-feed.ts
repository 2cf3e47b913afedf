import { createHash } from 'node:crypto';
import { MalformedError, parseFeed } from 'feedsmith';
import { convert } from 'html-to-text';

/** What an RSS or Atom feed says. */
export interface ReadFeed {
  readonly name: string;
  readonly format: 'rss' | 'atom';
  /** The newest first, and not more than {@link most}. */
  readonly articles: readonly ReadArticle[];
}

export interface ReadArticle {
  /** Names it among all articles of its feed, and stays the same whenever the feed is read. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly link: string | undefined;
  /** In milliseconds since the Unix epoch. */
  readonly publishedAt: number | undefined;
}

/** Why a feed cannot be read, in words for those who look after it. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}

const most = 100;
const titleLength = 200;
const summaryLength = 600;

/**
 * Reads a feed that was found at `url`, to which its links are relative.
 *
 * @throws {@link FeedError} for what is no RSS and no Atom
 */
export function readFeed(text: string, url: string): ReadFeed {
  const { format, feed } = parse(text);
  const articles = format === 'rss' ? feed.items?.map(ofRss) : feed.entries?.map(ofAtom);
  const name = format === 'rss' ? feed.title : plainText(feed.title);
  return {
    name: shorten(name || new URL(url).host, titleLength),
    format,
    articles: (articles ?? [])
      .map(({ identity, title, summary, link, publishedAt }) => ({
        id: digest(identity || link || title || summary),
        title: shorten(title || summary, titleLength) || 'Untitled',
        summary: shorten(summary, summaryLength),
        link: webAddress(link, url),
        publishedAt: publishedAt !== undefined && Number.isFinite(publishedAt) ? publishedAt : undefined,
      }))
      .toSorted((one, other) => (other.publishedAt ?? Infinity) - (one.publishedAt ?? Infinity) || 0)
      .slice(0, most),
  };
}

function parse(text: string) {
  let parsed;
  try {
    parsed = parseFeed(text, { parseDateFn: (raw) => Date.parse(raw) });
  } catch (cause) {
    const why = cause instanceof MalformedError && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
    throw new FeedError(why ? `its XML is malformed${why}` : 'it is no RSS and no Atom feed', { cause });
  }
  if (parsed.format === 'rss' || parsed.format === 'atom') return parsed;
  throw new FeedError(`feeds of the format ${parsed.format} are not read here`);
}

type Parsed = ReturnType<typeof parse>;
type RssItem = NonNullable<Extract<Parsed, { format: 'rss' }>['feed']['items']>[number];
type AtomEntry = NonNullable<Extract<Parsed, { format: 'atom' }>['feed']['entries']>[number];

/** RSS has titles in plain text, and descriptions in HTML. */
function ofRss({ guid, title = '', link = '', description, content, pubDate, dc }: RssItem) {
  return {
    identity: guid?.value ?? '',
    title,
    summary: fromHtml(description ?? content?.encoded ?? ''),
    link,
    publishedAt: pubDate ?? dc?.dates?.[0],
  };
}

function ofAtom({ id = '', title, links, summary, content, published, updated }: AtomEntry) {
  return {
    identity: id,
    title: plainText(title),
    summary: plainText(summary ?? content),
    link: links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href ?? '',
    publishedAt: published ?? updated,
  };
}

/** [RFC 4287, 3.1.1] text, html or xhtml; text is the default. */
function plainText({ value = '', type }: { readonly value?: string; readonly type?: string } = {}): string {
  return type === 'html' || type === 'xhtml' ? fromHtml(value) : value;
}

function fromHtml(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 100_000 },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

/** Only such addresses may become a link: `javascript:` is one, too. */
function webAddress(link: string, base: string): string | undefined {
  const address = link === '' ? null : URL.parse(link, base);
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? address.href : undefined;
}

function shorten(text: string, length: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= length) return trimmed;
  return `${trimmed.slice(0, length).replace(/\s+\S*$/, '')} …`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
