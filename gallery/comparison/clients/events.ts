import type { FeedEvent } from '../feed/feed-event.ts';
import { backoff } from './backoff.ts';

/**
 * Listens to a stream of Server-Sent Events. The browser reconnects and resumes by itself, as long as it believes in the
 * server: it gives up on one that answers with an error (502 from a proxy), and Firefox also on one of another origin that
 * is not there. Then this begins again after the last event. Returns what ends it.
 */
export function listenToEvents(url: string, onEvent: (event: FeedEvent) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout>;
  let failures = 0;
  let newest = '';
  function connect() {
    source = new EventSource(newest ? `${url}&last_event_id=${newest}` : url);
    source.addEventListener('open', () => (failures = 0));
    source.addEventListener('message', ({ data, lastEventId }) => {
      newest = lastEventId;
      onEvent(JSON.parse(data as string) as FeedEvent);
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, backoff(failures++));
    });
  }
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
