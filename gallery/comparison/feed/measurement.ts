import { listenToEvents } from '../clients/events.ts';
import { longPoll } from '../clients/long-polling.ts';
import { poll } from '../clients/polling.ts';
import { openSocket } from '../clients/web-socket.ts';
import { type FeedEvent, topic } from './feed-event.ts';
import { type FeedRecord, createRecord } from './record.ts';
import type { Way } from './ways.ts';

/** What a person may turn while it runs. */
export interface Dials {
  readonly pollEveryMs: number;
  /** Whether the WebSocket's client asks for what it missed. */
  readonly isResuming: boolean;
}

/** What all four ways have brought. */
export type Records = Readonly<Record<Way, FeedRecord>>;

export function createRecords(): Records {
  return {
    polling: createRecord(),
    'long-polling': createRecord(),
    'web-socket': createRecord(),
    events: createRecord(),
  };
}

/** Takes the same feed in four ways at once, from the server at `host`. Returns what ends it. */
export function measure(host: string, run: string, records: Records, dials: () => Dials): () => void {
  const to = (way: Way) => (event: FeedEvent) => records[way].take(event, Date.now());
  const stops = [
    poll(`http://${host}/polling?run=${run}`, () => dials().pollEveryMs, to('polling')),
    longPoll(`http://${host}/long-polling?run=${run}`, to('long-polling')),
    openSocket(`ws://${host}/web-socket?run=${run}`, () => dials().isResuming, to('web-socket')),
    listenToEvents(`http://${host}/events?topic=${topic}&run=${run}`, to('events')),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
