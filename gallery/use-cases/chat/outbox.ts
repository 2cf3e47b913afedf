import { useEffect, useState } from 'react';
import type { Room, Sent } from './message.ts';

/** A message of this tab that the room has not heard yet. */
export interface OutgoingMessage extends Sent {
  readonly room: Room;
  readonly state: 'sending' | 'failed';
}

export interface Outbox {
  /** What is to be shown beside what the room has heard. */
  readonly outgoing: readonly OutgoingMessage[];
  send(this: void, message: { readonly room: Room; readonly name: string; readonly text: string }): void;
  /** Sends a message again. Where the room has heard it after all, nothing happens. */
  sendAgain(this: void, message: OutgoingMessage): void;
}

const timeoutMs = 10_000;

/** Shows a message at once and sends it; it leaves when the room has heard it, whatever became of the answer. */
export function useOutbox(isHeard: (id: string) => boolean): Outbox {
  const [messages, setMessages] = useState<readonly OutgoingMessage[]>([]);

  useEffect(() => {
    setMessages((all) => (all.some(({ id }) => isHeard(id)) ? all.filter(({ id }) => !isHeard(id)) : all));
  });

  async function post(message: OutgoingMessage): Promise<void> {
    const { id, room, name, text } = message;
    setMessages((others) => [...others.filter((other) => other.id !== id), { ...message, state: 'sending' }]);
    const isSent = await fetch(`/api/chat/${room}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, name, text } satisfies Sent),
      signal: AbortSignal.timeout(timeoutMs),
    }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isSent) return;
    setMessages((all) => all.map((each) => (each.id === id ? { ...each, state: 'failed' } : each)));
  }

  return {
    outgoing: messages.filter(({ id }) => !isHeard(id)),
    send: (message) => void post({ id: crypto.randomUUID(), ...message, state: 'sending' }),
    sendAgain: (message) => void post(message),
  };
}
