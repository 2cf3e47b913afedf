import type { ConnectionState } from 'spillway/client';
import styles from './connection-badge.module.css';

/** How a subscription stands, in words that screen readers are told of. */
export function ConnectionBadge({ state }: { readonly state: ConnectionState }) {
  return (
    <p role="status" className={styles['badge']} data-phase={state.phase}>
      {inWords(state)}
    </p>
  );
}

function inWords(state: ConnectionState): string {
  switch (state.phase) {
    case 'connecting':
      return 'Connecting';
    case 'open':
      return state.transport === 'stream' ? 'Live' : 'Live, by long polling';
    case 'waiting':
      return 'Reconnecting';
    case 'paused':
      return state.because === 'offline' ? 'Offline' : 'Paused';
    case 'closed':
      return state.error?.message ?? 'Ended';
    default:
      return state satisfies never;
  }
}
