import { useState } from 'react';
import { useEvents } from 'spillway/react';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { ArticleForm } from './article-form.tsx';
import { ArticleList } from './article-list.tsx';
import { articleEvents } from './articles.ts';
import { FeedFilter } from './feed-filter.tsx';
import styles from './page.module.css';
import { ReaderCard } from './reader-card.tsx';
import { useLastVisit } from './use-last-visit.ts';

/** What the server reads in feeds, as it comes. */
export default function News() {
  const { events, state } = useEvents('/events', {
    topics: ['news/articles'],
    since: 'earliest',
    events: articleEvents,
    keep: 200,
    share: true,
  });
  const [feed, setFeed] = useState<string>();
  const lastVisit = useLastVisit();
  const feeds = new Map(events.map(({ data }) => [data.feed, data.feedName]));
  const shown = events
    .filter(({ data }) => feed === undefined || data.feed === feed)
    .toSorted((one, other) => other.data.publishedAt - one.data.publishedAt);

  return (
    <div className="stack">
      <p>
        Nobody pushes these feeds: the server asks for them, mostly gets the answer “nothing new” (304), and pushes what
        is new to every page, once. Write an article, then watch it go into the feed, through the reader, and into the
        list.
      </p>
      <div className={styles['columns']}>
        <Card title="Articles" aside={<ConnectionBadge state={state} />}>
          <FeedFilter feeds={feeds} chosen={feed} choose={setFeed} />
          <ArticleList articles={shown} lastVisit={lastVisit} />
        </Card>
        <ArticleForm />
      </div>
      <ReaderCard />
    </div>
  );
}
