import type { EventOf } from 'spillway/client';
import { EmptyState } from '../../site/parts/empty-state.tsx';
import type { articleEvents } from './articles.ts';
import styles from './article-list.module.css';

/** Articles as text: whatever a feed says in HTML, the server has read. */
export function ArticleList({
  articles,
  lastVisit,
}: {
  readonly articles: readonly EventOf<typeof articleEvents>[];
  readonly lastVisit: number;
}) {
  const newest = articles.find(({ data }) => data.foundAt > lastVisit);
  return (
    <>
      <p role="status" className="sr-only">
        {newest && `New: ${newest.data.title}`}
      </p>
      <div className={styles['list']} tabIndex={0} role="region" aria-label="Articles, the newest first">
        {articles.length === 0 && (
          <EmptyState title="No articles yet">They appear as soon as the server has read a feed.</EmptyState>
        )}
        {articles.map(({ lastEventId, data: { feedName, title, summary, link, publishedAt, foundAt } }) => (
          <article key={lastEventId} className={styles['article']} data-id={lastEventId} data-new={foundAt > lastVisit}>
            <p className={styles['about']}>
              <span>{feedName}</span>
              <time dateTime={new Date(publishedAt).toISOString()}>{dateOf(publishedAt)}</time>
              {foundAt > lastVisit && <strong>New</strong>}
            </p>
            <h3>
              {link === undefined ? (
                title
              ) : (
                <a href={link} target="_blank" rel="noreferrer">
                  {title}
                </a>
              )}
            </h3>
            {summary !== '' && <p className={styles['summary']}>{summary}</p>}
          </article>
        ))}
      </div>
    </>
  );
}

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function dateOf(ms: number): string {
  return format.format(ms);
}
