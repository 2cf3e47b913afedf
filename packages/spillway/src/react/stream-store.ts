import { subscribe } from '../client/index.ts';
import type { ConnectionState, Gap, Subscription, SubscriptionEvent } from '../client/index.ts';
import { collectRecent } from './collectors.ts';
import type { Collector } from './collectors.ts';
import { withNewestFunctions } from './newest-functions.ts';
import type { RequestOptions } from './request.ts';
import { createSnapshots } from './snapshots.ts';
import type { Stream, StreamStart, StreamStatus } from './stream.ts';

/** What a component's newest render says about its stream. */
export interface StreamRequest {
  readonly url: string;
  readonly options: RequestOptions;
  readonly textOf: (event: SubscriptionEvent) => string;
  readonly keep: number;
}

/** The stream of one component: nothing until it is started, then what has come of it. */
export interface StreamStore {
  /** The function that this returns also stops the stream. */
  subscribe(this: void, tell: () => void): () => void;
  getSnapshot(this: void): Stream;
  getServerSnapshot(this: void): Stream;
  start: Stream['start'];
}

export function createStreamStore(newest: () => StreamRequest): StreamStore {
  let run: Run | undefined;
  let isStopped = false;

  const controls = { start, stop, reconnect: () => run?.subscription.reconnect() };
  const nothing: Stream = {
    ...controls,
    text: '',
    events: [],
    status: 'idle',
    error: undefined,
    state: { phase: 'closed' },
    gap: undefined,
  };
  const snapshots = createSnapshots(nothing, () => {
    if (run === undefined) return nothing;
    const { state } = run.subscription;
    return {
      ...controls,
      text: run.text,
      events: run.events.value(),
      status: isStopped ? 'idle' : statusOf(state),
      error: state.phase === 'closed' ? state.error : undefined,
      state,
      gap: run.gap,
    };
  });

  return {
    subscribe(tell) {
      const stopListening = snapshots.listen(tell);
      return () => {
        stopListening();
        stop();
      };
    },
    getSnapshot: snapshots.get,
    getServerSnapshot: () => nothing,
    start,
  };

  function start({ url, ...own }: StreamStart = {}): void {
    run?.subscription.close();
    isStopped = false;
    run = open(url ?? newest().url, () => ({ ...newest().options, ...own }));
    snapshots.renew();
  }

  function stop(): void {
    if (run === undefined || run.subscription.state.phase === 'closed') return;
    isStopped = true;
    run.subscription.close();
  }

  function open(url: string | URL, options: () => RequestOptions): Run {
    const subscription = subscribe(url, withNewestFunctions(options(), options));
    const opened: Run = { subscription, text: '', events: collect(), gap: undefined };
    const { method, body } = options();
    const isRepeatable = (method ?? (body === undefined ? 'GET' : 'POST')) !== 'GET';
    let wasOpen = false;
    subscription.on('*', (event) => {
      // A GET has no restarts: there it is an event of the server's.
      if (event.type === 'restart' && isRepeatable) return startOver();
      opened.text += newest().textOf(event);
      opened.events.take(event);
      snapshots.renew();
    });
    subscription.on('gap', ({ data }) => {
      opened.gap = data;
      snapshots.renew();
    });
    subscription.onStateChange(() => {
      if (subscription.state.phase === 'open') {
        // Without a cursor a GET, too, can only start over.
        if (wasOpen && subscription.lastEventId === '') startOver();
        wasOpen = true;
      }
      snapshots.renew();
    });
    return opened;

    function startOver(): void {
      opened.text = '';
      opened.events = collect();
      opened.gap = undefined;
      snapshots.renew();
    }
  }

  function collect(): Run['events'] {
    return collectRecent<SubscriptionEvent>(() => newest().keep);
  }
}

/** What one start has brought. */
interface Run {
  readonly subscription: Subscription;
  text: string;
  events: Collector<SubscriptionEvent, readonly SubscriptionEvent[]>;
  gap: Gap | undefined;
}

function statusOf(state: ConnectionState): StreamStatus {
  if (state.phase === 'open') return 'streaming';
  if (state.phase !== 'closed') return 'connecting';
  return state.error === undefined ? 'done' : 'error';
}
