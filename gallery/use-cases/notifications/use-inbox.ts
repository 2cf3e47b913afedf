import { useEffect, useReducer, useRef, useState } from 'react';
import { type ConnectionState, subscribe } from 'spillway/client';
import { emptyInbox, takeEvent } from './inbox.ts';
import { type Person, events } from './notices.ts';
import { signIn } from './sign-in.ts';

/** What a person is told: all that is kept at first, and, after a time offline, what came since. */
export function useInbox(name: Person, isOnline: boolean) {
  const [inbox, take] = useReducer(takeEvent, emptyInbox);
  const [state, setState] = useState<ConnectionState>({ phase: 'connecting', attempt: 1 });
  const cursor = useRef<string>(undefined);

  useEffect(() => {
    if (!isOnline) return setState({ phase: 'paused', because: 'offline' });
    const subscription = subscribe('/events', {
      topics: [`people/${name}/*`],
      // Asked again for each connection: a token ends, and a server that restarts knows none of the old ones.
      token: () => signIn(name),
      since: 'earliest',
      lastEventId: cursor.current,
      events,
    });
    subscription.on('*', (event) => {
      cursor.current = event.lastEventId;
      take(event);
    });
    subscription.onStateChange(() => setState(subscription.state));
    return subscription.close;
  }, [name, isOnline]);

  return { inbox, state };
}
