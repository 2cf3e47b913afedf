import { useLatest } from 'spillway/react';
import { articleEvents } from '../../../use-cases/news/articles.ts';

/** The article that was found last. */
export default function NewsPreview() {
  const { latest } = useLatest('/events', {
    topics: ['news/articles'],
    since: 'latest',
    events: articleEvents,
    share: true,
  });
  return latest === undefined ? 'Listening …' : <strong>{latest.data.title}</strong>;
}
