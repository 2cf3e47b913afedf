import { useState } from 'react';
import type { EventOf } from 'spillway/client';
import { useLatest } from 'spillway/react';
import { Button } from '../../site/parts/button.tsx';
import { Card } from '../../site/parts/card.tsx';
import { readerEvents } from './articles.ts';
import styles from './reader-card.module.css';
import { post } from '../../site/parts/post.ts';

type ReaderEvent = EventOf<typeof readerEvents>;
type PollEvent = Extract<ReaderEvent, { readonly type: 'poll' }>;

/** What the reader did with each feed, as the events tell it. */
export function ReaderCard() {
  const { latest } = useLatest('/events', {
    topics: ['news/reader'],
    by: (event: ReaderEvent) => (event.type === 'feeds' ? 'feeds' : event.data.feed),
    events: readerEvents,
    share: true,
  });
  const [failure, setFailure] = useState<string>();
  const ask = () =>
    post('/api/news/poll').then(
      () => setFailure(undefined),
      (error: Error) => setFailure(error.message),
    );
  const known = latest.get('feeds');
  const feeds = known?.type === 'feeds' ? known.data.feeds : [];
  return (
    <Card title="What the reader did" aside={<Button onClick={ask}>Ask for all feeds now</Button>}>
      {failure && <p role="alert">{failure}</p>}
      <div className="scroll" tabIndex={0} role="region" aria-label="Feeds">
        <table className={styles['feeds']}>
          <thead>
            <tr>
              <th scope="col">Feed</th>
              <th scope="col">Answer</th>
              <th scope="col">At</th>
              <th scope="col">Asked</th>
              <th scope="col">304</th>
              <th scope="col">Failed</th>
              <th scope="col">Articles</th>
            </tr>
          </thead>
          <tbody>
            {feeds.map(({ id, url, seconds }) => {
              const poll = latest.get(id);
              return (
                <FeedRow key={id} url={url} seconds={seconds} poll={poll?.type === 'poll' ? poll.data : undefined} />
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function FeedRow({
  url,
  seconds,
  poll,
}: {
  readonly url: string;
  readonly seconds: number;
  readonly poll: PollEvent['data'] | undefined;
}) {
  const format = poll?.format && { rss: 'RSS', atom: 'Atom' }[poll.format];
  return (
    <tr data-result={poll?.result} data-published={poll?.published}>
      <th scope="row">
        {poll?.name ?? url}
        <small className={styles['about']}>
          {[format, `asked every ${seconds} s`].filter(Boolean).join(', ')}
          <br />
          {url.replace(location.origin, '')}
        </small>
      </th>
      <td className={styles['answer']}>{poll ? inWords(poll) : 'Not asked yet'}</td>
      <td>{poll && new Date(poll.at).toLocaleTimeString()}</td>
      <td>{poll?.totals.polls}</td>
      <td>{poll?.totals.unchanged}</td>
      <td>{poll?.totals.failures}</td>
      <td>{poll?.totals.articles}</td>
    </tr>
  );
}

function inWords({ result, error, published }: PollEvent['data']): string {
  switch (result) {
    case 'unchanged':
      return '304, nothing new';
    case 'failed':
      return `Failed: ${error}`;
    case 'read':
      return `200, ${published === 0 ? 'nothing' : published} new`;
    default:
      return result satisfies never;
  }
}
