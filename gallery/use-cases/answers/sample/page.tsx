import { useState } from 'react';
import { asText } from 'spillway/client';
import { useEvents } from 'spillway/react';

/** Asks, and shows the answer as it grows, from its first token. */
export default function Answer({ question = 'Why does it stream?' }) {
  const [id, setId] = useState<string>();
  const { value } = useEvents(id === undefined ? null : '/events', {
    topics: [`answers/${id}`],
    since: 'earliest',
    events: { token: asText, done: asText },
    initial: '',
    reduce: (text, { type, data }) => (type === 'token' ? text + data : `${text} ∎`),
  });

  async function ask() {
    const response = await fetch('/answers', { method: 'POST', body: question });
    setId(((await response.json()) as { id: string }).id);
  }

  return id === undefined ? <button onClick={() => void ask()}>Ask</button> : <p>{value}</p>;
}
