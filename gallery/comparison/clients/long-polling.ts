import type { FeedEvent } from '../feed/feed-event.ts';
import { ask } from './ask.ts';
import { backoff } from './backoff.ts';

/** Asks for what is new; the server answers when there is something. Then it asks again. Returns what ends it. */
export function longPoll(url: string, onEvent: (event: FeedEvent) => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  async function run() {
    let cursor = '';
    let failures = 0;
    while (!signal.aborted) {
      try {
        cursor = await ask(url, cursor, onEvent, signal);
        failures = 0;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, backoff(failures++)));
      }
    }
  }
  void run();
  return () => stopping.abort();
}
