import * as v from 'valibot';

// What the server publishes and the page reads.

const count = v.number();

/** How the reader fared with one feed, when it was asked last. */
const poll = v.object({
  /** The feed's id. */
  feed: v.string(),
  /** When, in milliseconds since the Unix epoch. */
  at: v.number(),
  /** `unchanged`: the feed's server answered 304, without a body. */
  result: v.picklist(['read', 'unchanged', 'failed']),
  /** How many of its articles were new. */
  published: count,
  /** Why it failed. */
  error: v.optional(v.string()),
  /** All of them since the reader's folder was made. */
  totals: v.object({ polls: count, unchanged: count, failures: count, articles: count }),
});
export type Poll = v.InferOutput<typeof poll>;

/** The data of events on `news/articles`. */
export const articleEvents = {
  article: v.object({
    feed: v.string(),
    feedName: v.string(),
    title: v.string(),
    /** Text: what a feed says in HTML has been read. */
    summary: v.string(),
    link: v.optional(v.string()),
    publishedAt: v.number(),
    /** When the reader found it. */
    foundAt: v.number(),
  }),
};
export type Article = v.InferOutput<typeof articleEvents.article>;

/** The data of events on `news/reader`. */
export const readerEvents = {
  /** The feeds that are read, since the server was started. */
  feeds: v.object({ feeds: v.array(v.object({ id: v.string(), url: v.string(), seconds: v.number() })) }),
  poll: v.intersect([poll, v.object({ name: v.string(), format: v.optional(v.picklist(['rss', 'atom'])) })]),
};

/** XML has no place for them. */
const noControlCharacters = v.regex(/^(?:(?![\ufffe\uffff])[\P{Cc}\t\n\r])*$/u, 'must not hold control characters');

/** What the form sends. */
export const newArticle = v.object({
  /** Made by the page, so that an article that is sent again is not there twice. */
  id: v.pipe(v.string(), v.uuid('must be a UUID')),
  title: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty('give it a title'),
    v.maxLength(120, 'keep it to 120 characters'),
    noControlCharacters,
  ),
  text: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty('write something'),
    v.maxLength(1000, 'keep it to 1,000 characters'),
    noControlCharacters,
  ),
});
export type NewArticle = v.InferOutput<typeof newArticle>;
