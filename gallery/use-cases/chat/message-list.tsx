import { useEffect, useRef } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { EmptyState } from '../../site/parts/empty-state.tsx';
import styles from './chat.module.css';
import type { OutgoingMessage } from './outbox.ts';

export interface SaidMessage {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly at: number;
}

/** What was said in a room, and below it what this tab is sending. */
export function MessageList({
  said,
  outgoing,
  name,
  onSendAgain,
}: {
  readonly said: readonly SaidMessage[];
  readonly outgoing: readonly OutgoingMessage[];
  readonly name: string;
  readonly onSendAgain: (message: OutgoingMessage) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const newest = outgoing.at(-1)?.id ?? said.at(-1)?.id;
  useEffect(() => {
    place.current?.scrollTo(0, place.current.scrollHeight);
  }, [newest]);

  return (
    <div className={styles['messages']} ref={place} tabIndex={0} role="log" aria-label="Messages">
      {said.length + outgoing.length === 0 && (
        <EmptyState title="No messages yet">
          Write the first one below: it appears here, and in every other tab.
        </EmptyState>
      )}
      <ol>
        {said.map((message) => (
          <li key={message.id} data-id={message.id} data-mine={message.name === name}>
            <strong>{message.name}</strong> <Time at={message.at} />
            <p>{message.text}</p>
          </li>
        ))}
        {outgoing.map((message) => (
          <li key={message.id} data-id={message.id} data-mine={true} data-state={message.state}>
            <strong>{message.name}</strong>{' '}
            <span className="faint">{message.state === 'sending' ? 'sending …' : 'not sent'}</span>
            <p>{message.text}</p>
            {message.state === 'failed' && <Button onClick={() => onSendAgain(message)}>Send again</Button>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Time({ at }: { readonly at: number }) {
  const date = new Date(at);
  return (
    <time className="faint" dateTime={date.toISOString()}>
      {date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
    </time>
  );
}
