import { subscribe } from '../../../src/client/index.ts';
import type { ConnectionState } from '../../../src/client/index.ts';
import type { SeenItem, SeenState } from './seen.ts';
import type { Trial, TrialReport } from './trial.ts';

/**
 * Goes through all trials of a preparation, some at a time: a browser has six connections for each server.
 *
 * @param trialsUrl absolute
 */
export async function goThrough(trialsUrl: string, atOnce: number): Promise<void> {
  const trials = (await (await fetch(trialsUrl)).json()) as Trial[];
  const reports: TrialReport[] = [];
  const next = trials.values();
  const worker = async () => {
    for (const trial of next) reports.push({ id: trial.id, seen: await follow(trial, trialsUrl) });
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await fetch(trialsUrl, { method: 'POST', body: JSON.stringify(reports) });
}

/** Subscribes until the last event, or the end, and gives up on what takes too long. */
function follow({ url, options: { renewsToken, ...options } }: Trial, base: string): Promise<SeenItem[]> {
  const seen: SeenItem[] = [];
  let tokens = 0;
  const subscription = subscribe(new URL(url, base), {
    since: 'earliest',
    retry: { minMs: 1, maxMs: 20 },
    ...options,
    token: renewsToken ? async () => `token-${++tokens}` : undefined,
  });
  return new Promise((resolve) => {
    let isFinished = false;
    const finish = () => {
      isFinished = true;
      clearTimeout(timer);
      subscription.close();
      resolve(seen);
    };
    const timer = setTimeout(finish, patienceMs);
    subscription.on('*', ({ type, data, lastEventId, topics }) => {
      seen.push({ event: { id: lastEventId, type, data, topics } });
      if (type === 'last') finish();
    });
    subscription.on('gap', ({ data, lastEventId }) => seen.push({ gap: data, lastEventId }));
    subscription.onStateChange(() => {
      const { state } = subscription;
      // That this closes it is no news.
      if (isFinished) return;
      seen.push(stateOf(state));
      if (state.phase === 'closed') finish();
    });
  });
}

/** Far more than any case takes on a busy machine. */
const patienceMs = 20_000;

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
