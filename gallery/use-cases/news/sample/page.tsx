import { useEvents } from 'spillway/react';

interface Article {
  readonly title: string;
  readonly link?: string;
}

/** The articles that the hub keeps, the newest first, then each new one. */
export default function News() {
  const { events } = useEvents('/events?topic=news&since=earliest', {
    events: { article: (data: string) => JSON.parse(data) as Article },
    keep: 50,
  });
  return (
    <ul>
      {events.toReversed().map(({ lastEventId, data }) => (
        <li key={lastEventId}>
          <a href={data.link}>{data.title}</a>
        </li>
      ))}
    </ul>
  );
}
