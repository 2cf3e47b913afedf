import { subscribe } from '../../../src/client/index.ts';
import type { ConnectionState } from '../../../src/client/index.ts';
import type { SeenState } from './seen.ts';
import type { Follow } from './tried-subscriber.ts';

/** Follows with `subscribe`. */
export const followSubscription: Follow = (url, { options: { renewsToken, ...options } }, tell) => {
  let tokens = 0;
  const subscription = subscribe(url, {
    since: 'earliest',
    retry: { minMs: 1, maxMs: 20 },
    ...options,
    token: renewsToken ? async () => `token-${++tokens}` : undefined,
  });
  subscription.on('*', ({ type, data, lastEventId, topics }) => {
    tell({ event: { id: lastEventId, type, data, topics } });
  });
  subscription.on('gap', ({ data, lastEventId }) => tell({ gap: data, lastEventId }));
  subscription.onStateChange(() => tell(stateOf(subscription.state)));
  return subscription.close;
};

function stateOf(state: ConnectionState): SeenState {
  switch (state.phase) {
    case 'open':
      return { phase: 'open', transport: state.transport };
    case 'waiting':
      return { phase: 'waiting', code: state.because.code, status: state.because.status };
    case 'closed':
      return { phase: 'closed', code: state.error?.code, status: state.error?.status };
    default:
      return { phase: state.phase };
  }
}
