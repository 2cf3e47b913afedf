import { asText } from 'spillway/client';
import { useEvents } from 'spillway/react';

/** The notifications of a person who is signed in, also those from before the page was open. */
export default function Inbox({ person = 'ann' }) {
  const { events, state } = useEvents('/events', {
    topics: [`people/${person}`],
    since: 'earliest',
    events: { notice: asText },
  });
  return (
    <ul aria-busy={state.phase !== 'open'}>
      {events.map(({ lastEventId, data }) => (
        <li key={lastEventId}>{data}</li>
      ))}
    </ul>
  );
}
