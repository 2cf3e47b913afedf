import { asText } from 'spillway/client';
import { useEvents } from 'spillway/react';

/** Everything said in a room, and a field to say something. */
export default function Room({ room = 'lobby' }) {
  const { events } = useEvents('/events', { topics: [`rooms/${room}`], since: 'earliest', events: { said: asText } });

  async function say(form: FormData) {
    const body = JSON.stringify({ id: crypto.randomUUID(), text: form.get('text') });
    await fetch(`/rooms/${room}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  return (
    <form action={say}>
      {events.map(({ lastEventId, data }) => (
        <p key={lastEventId}>{data}</p>
      ))}
      <input name="text" aria-label="Message" required />
      <button>Send</button>
    </form>
  );
}
