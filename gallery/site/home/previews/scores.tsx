import { useLatest } from 'spillway/react';
import { matchEvents } from '../../../use-cases/scores/match.ts';

/** The match in which something has happened last. */
export default function ScoresPreview() {
  const { latest } = useLatest('/events', { topics: ['scores/*'], since: 'latest', events: matchEvents, share: true });
  if (latest === undefined) return 'Listening …';
  const { teams, score } = latest.data;
  return (
    <>
      {teams[0].name}{' '}
      <strong>
        {score[0]} : {score[1]}
      </strong>{' '}
      {teams[1].name}
    </>
  );
}
