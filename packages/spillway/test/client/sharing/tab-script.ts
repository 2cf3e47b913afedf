import { subscribe } from '../../../src/client/index.ts';
import type { ShareOptions, SubscribeOptions, Subscription } from '../../../src/client/index.ts';

// Runs in the tabs of the tests in real browsers, and keeps for them what its subscriptions get.

/** What a subscription of a tab has got. */
export interface Kept {
  readonly received: string[];
  readonly topics: (readonly string[])[];
  readonly gaps: unknown[];
  /** Its states, by their phase, and the codes of their errors. */
  readonly states: string[];
}

declare global {
  var kept: Kept[];
  var subscriptions: Subscription[];
  /** Subscribes to the hub that the tab is from, or to another path of its server. */
  function subscribeShared(
    options: Pick<SubscribeOptions, 'topics' | 'since' | 'lastEventId'>,
    share?: ShareOptions,
    path?: string,
  ): void;
  /** What `token` answers; each answer is used once, the last for ever. */
  var tokens: string[];
  function isLeader(): Promise<boolean>;
}

globalThis.kept = [];
globalThis.subscriptions = [];
globalThis.tokens = [];

function token(): string {
  return (tokens.length > 1 ? tokens.shift() : tokens[0]) ?? '';
}

globalThis.subscribeShared = (options, share, path = '/events') => {
  const got: Kept = { received: [], topics: [], gaps: [], states: ['connecting'] };
  const subscription = subscribe(path, { ...options, ...(tokens.length > 0 && { token }), share: share ?? true });
  subscription.on('message', ({ data, topics }) => {
    got.received.push(data);
    got.topics.push(topics);
  });
  subscription.on('gap', ({ data }) => got.gaps.push(data));
  subscription.onStateChange(() => {
    const { state } = subscription;
    const error = state.phase === 'waiting' ? state.because : state.phase === 'closed' ? state.error : undefined;
    got.states.push(error === undefined ? state.phase : `${state.phase}: ${error.code} ${error.status}`);
  });
  subscriptions.push(subscription);
  kept.push(got);
};

/** Whether this tab holds the lock of the shared connection: it is the holder's who holds a lock asked for here. */
globalThis.isLeader = () =>
  navigator.locks.request('who am I', async () => {
    const { held = [] } = await navigator.locks.query();
    const own = held.find(({ name }) => name === 'who am I');
    return held.some(({ name, clientId }) => name !== 'who am I' && clientId === own?.clientId);
  });
