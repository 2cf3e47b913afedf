import { useEffect } from 'react';
import { useEvents } from 'spillway/react';
import { Link } from 'wouter';
import { pages } from '../pages.ts';
import { Card } from '../parts/card.tsx';
import { ConnectionBadge } from '../parts/connection-badge.tsx';

/** What Server-Sent Events are for, within a minute. */
export function Home() {
  const { events, state } = useEvents('/events', { topics: ['demo'], share: true, keep: 5 });
  useEffect(() => {
    document.title = 'Spillway: live over plain HTTP';
  }, []);
  return (
    <div className="stack">
      <h1>Your server speaks. Every page hears it, at once.</h1>
      <Card title="Demo" aside={<ConnectionBadge state={state} />}>
        <ol>
          {events.map(({ lastEventId, data }) => (
            <li key={lastEventId}>{data}</li>
          ))}
        </ol>
      </Card>
      <ul className="columns">
        {pages.map(({ path, title, summary }) => (
          <li key={path}>
            <Link href={path}>{title}</Link>
            <p className="faint">{summary}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
