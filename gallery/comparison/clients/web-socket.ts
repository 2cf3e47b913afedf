import type { FeedEvent } from '../feed/feed-event.ts';
import { backoff } from './backoff.ts';

/**
 * Keeps a WebSocket open. The protocol has neither reconnecting nor resuming: the first is written here. The second is
 * where `isResuming`, and takes a server that replays. Returns what ends it.
 */
export function openSocket(url: string, isResuming: () => boolean, onEvent: (event: FeedEvent) => void): () => void {
  let socket: WebSocket;
  let timer: ReturnType<typeof setTimeout>;
  let failures = 0;
  let newest = 0;
  let isOver = false;
  function connect() {
    socket = new WebSocket(newest && isResuming() ? `${url}&after=${newest}` : url);
    socket.addEventListener('open', () => (failures = 0));
    socket.addEventListener('message', ({ data }) => {
      const event = JSON.parse(data as string) as FeedEvent;
      newest = event.number;
      if (!isOver) onEvent(event);
    });
    socket.addEventListener('close', () => {
      if (!isOver) timer = setTimeout(connect, backoff(failures++));
    });
  }
  connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    socket.close();
  };
}
