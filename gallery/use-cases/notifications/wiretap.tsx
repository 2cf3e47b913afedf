import { useState } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { signIn } from './sign-in.ts';
import styles from './wiretap.module.css';

const topic = 'people/ann/messages';

/** What one may try, and how. */
const attempts = [
  {
    label: 'Listen with Ben’s token',
    request: `GET /events?topic=${topic}`,
    send: async () => fetch(`/events?topic=${topic}`, { headers: { authorization: `Bearer ${await signIn('ben')}` } }),
  },
  {
    label: 'Listen without a token',
    request: `GET /events?topic=${topic}`,
    send: () => fetch(`/events?topic=${topic}`),
  },
  {
    label: 'Publish to Ann from outside',
    request: `POST /events  topic=${topic}`,
    send: () => fetch('/events', { method: 'POST', body: new URLSearchParams({ topic, data: 'You have won!' }) }),
  },
] as const;

/** Tries what is not allowed, and shows what the server really answers. */
export function Wiretap() {
  const [answers, setAnswers] = useState<ReadonlyMap<string, string>>(new Map());
  return (
    <>
      <p>Each topic is granted by the token. Try what is not yours; the server’s own answer is shown.</p>
      <ul className={styles['attempts']}>
        {attempts.map(({ label, request, send }) => (
          <li key={label}>
            <Button
              onClick={async () => {
                const answer = await answerTo(send);
                setAnswers((others) => new Map(others).set(label, answer));
              }}
            >
              {label}
            </Button>
            <code>{request}</code>
            <output>{answers.get(label)}</output>
          </li>
        ))}
      </ul>
    </>
  );
}

async function answerTo(send: () => Promise<Response>): Promise<string> {
  try {
    const answer = await send();
    if (answer.ok) {
      await answer.body?.cancel();
      return `${answer.status}: it was let through`;
    }
    const { title, detail } = (await answer.json()) as { readonly title?: string; readonly detail?: string };
    return `${answer.status} ${title ?? answer.statusText}: ${detail ?? ''}`;
  } catch {
    return 'The server does not answer just now.';
  }
}
