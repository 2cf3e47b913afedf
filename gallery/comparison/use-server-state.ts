import { useEvents } from 'spillway/react';
import { type ServerState, serverState } from './server-state.ts';

type Wire = ServerState['wire'];

interface Heard {
  readonly state?: ServerState;
  /** What processes counted that are gone. */
  readonly before: Wire;
}

const readers = { state: serverState };

/** The server's state as it says it; what was counted before a crash is added to what is counted since. */
export function useServerState(run: string): ServerState | undefined {
  const { value } = useEvents(`/api/comparison/state?run=${run}`, {
    events: readers,
    longPolling: 'never',
    initial: { before: {} },
    reduce: ({ state, before }: Heard, { data }): Heard => ({
      state: data,
      before: state !== undefined && state.startedAt !== data.startedAt ? sum(before, state.wire) : before,
    }),
  });
  return value.state && { ...value.state, wire: sum(value.before, value.state.wire) };
}

function sum(a: Wire, b: Wire): Wire {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, add(a[name] ?? nothing, b[name] ?? nothing)]));
}

const nothing = { requests: 0, empty: 0, up: 0, down: 0 };

function add(a: typeof nothing, b: typeof nothing): typeof nothing {
  return { requests: a.requests + b.requests, empty: a.empty + b.empty, up: a.up + b.up, down: a.down + b.down };
}
