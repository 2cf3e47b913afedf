import { EventSource } from '../../../src/client/index.ts';
import type { Gap } from '../../../src/client/index.ts';
import type { Trial } from './trial.ts';
import type { Follow } from './tried-subscriber.ts';

/** Follows with `EventSource`, whose states are told by its events. */
export const followEventSource: Follow = (url, { options }, tell) => {
  const { lastEventId } = options;
  const source = new EventSource(
    askedFrom(url, options),
    lastEventId ? { headers: { 'Last-Event-ID': lastEventId } } : {},
  );
  source.addEventListener('open', () => tell({ phase: 'open', transport: 'stream' }));
  source.addEventListener('error', ({ willRetry, status }) => {
    tell({ phase: willRetry ? 'waiting' : 'closed', code: 'error', status });
  });
  for (const type of types) {
    source.addEventListener(type, ({ data, lastEventId: id }) => tell({ event: { id, type, data, topics: [] } }));
  }
  source.addEventListener('gap', ({ data, lastEventId: id }) => {
    tell({ gap: JSON.parse(data) as Gap, lastEventId: id });
  });
  return () => source.close();
};

/** The URL with what a subscription would put into its query. */
export function askedFrom(url: URL, { topics, since = 'earliest' }: Trial['options']): URL {
  const asked = new URL(url);
  asked.searchParams.set('since', since);
  for (const topic of topics) asked.searchParams.append('topic', topic);
  return asked;
}

/** Of all events that are published anywhere. */
const types = ['message', 'paid', 'ü', 'last'];
