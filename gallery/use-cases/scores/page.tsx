import { useState } from 'react';
import { useEvents } from 'spillway/react';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Choice, isSelected } from './choice.tsx';
import { useNow } from './clock.ts';
import { grounds } from './fixtures.ts';
import { matchEvents, topicOf } from './match.ts';
import { MatchCard, announcement } from './match-card.tsx';
import { emptyScoreboard, withMatch } from './scoreboard.ts';

export default function Scores() {
  const [pattern, choose] = useState('scores/*');
  // It begins with the newest state of each match, and goes on with every change.
  const { value: board, state } = useEvents('/events', {
    topics: [pattern],
    since: 'latest',
    events: matchEvents,
    share: true,
    initial: emptyScoreboard,
    reduce: withMatch,
  });
  const now = useNow(250);
  const topics = grounds.map(topicOf).filter((topic) => isSelected(topic, pattern));
  const [any] = board.matches.values();

  return (
    <div className="stack">
      <Card title="What to follow" aside={<ConnectionBadge state={state} />}>
        <Choice pattern={pattern} onChoose={choose} />
        <p>
          <code>GET /events?topic={pattern}&amp;since=latest</code>
        </p>
        <p className="faint">
          Simulated: clubs and players are invented, and a minute takes {(any?.minuteMs ?? 2000) / 1000} seconds.
        </p>
      </Card>
      <div className="columns">
        {topics.map((topic) => (
          <MatchCard key={topic} match={board.matches.get(topic)} now={now} />
        ))}
      </div>
      <p className="faint">
        <span data-events={board.events}>
          {board.events} {board.events === 1 ? 'event' : 'events'} so far.
        </span>{' '}
        The clocks need none: each event says when its period began, and the page counts from there. Kill the server:
        the matches go on from where its log has them.
      </p>
      <p role="status" className="sr-only">
        {board.goal && announcement(board.goal)}
      </p>
    </div>
  );
}
