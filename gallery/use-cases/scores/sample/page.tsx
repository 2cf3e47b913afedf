import { useLatest } from 'spillway/react';

interface Score {
  readonly home: number;
  readonly away: number;
}

/** All matches as they stand, then each goal. For a single match, subscribe to `scores/<match>`. */
export default function Scores() {
  const { latest } = useLatest('/events', {
    topics: ['scores/*'],
    events: { score: (data: string) => JSON.parse(data) as Score },
    by: 'topic',
  });
  return (
    <ul>
      {Array.from(latest, ([topic, { data }]) => (
        <li key={topic}>
          {topic.replace('scores/', '')} {data.home} : {data.away}
        </li>
      ))}
    </ul>
  );
}
