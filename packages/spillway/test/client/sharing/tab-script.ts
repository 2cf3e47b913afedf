import { createEnvironment } from '../../../src/client/environment.ts';
import type { FeedRequest } from '../../../src/client/feed.ts';
import { openSharedFeed } from '../../../src/client/sharing/shared-feed.ts';

// Runs in the tabs of the tests in real browsers, and keeps for them what its subscriptions get.

export interface TabSubscription {
  readonly received: string[];
  readonly topics: (readonly string[])[];
  readonly gaps: unknown[];
  lastEventId: string;
  phase: string;
  close(): void;
}

declare global {
  var subscriptions: TabSubscription[];
  function subscribeShared(request: Omit<FeedRequest, 'url'>): void;
  function isLeader(): Promise<boolean>;
}

globalThis.subscriptions = [];

globalThis.subscribeShared = (request) => {
  const subscription: TabSubscription = {
    received: [],
    topics: [],
    gaps: [],
    lastEventId: '',
    phase: 'connecting',
    close: () => feed.close(),
  };
  const feed = openSharedFeed(
    { ...request, url: new URL('/events', location.href).href, share: true },
    {
      event({ data, topics, lastEventId }) {
        subscription.received.push(data);
        subscription.topics.push(topics);
        subscription.lastEventId = lastEventId;
      },
      gap: (gap) => void subscription.gaps.push(gap),
      cursor: (cursor) => void (subscription.lastEventId = cursor),
      state: ({ phase }) => void (subscription.phase = phase),
    },
    createEnvironment(),
  );
  subscriptions.push(subscription);
};

/** Whether this tab holds the lock of the shared connection: it is the holder's who holds a lock asked for here. */
globalThis.isLeader = () =>
  navigator.locks.request('who am I', async () => {
    const { held = [] } = await navigator.locks.query();
    const own = held.find(({ name }) => name === 'who am I');
    return held.some(({ name, clientId }) => name !== 'who am I' && clientId === own?.clientId);
  });
