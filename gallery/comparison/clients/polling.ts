import type { FeedEvent } from '../feed/feed-event.ts';
import { ask } from './ask.ts';

/** Asks for what is new, again and again, after so many milliseconds each. Returns what ends it. */
export function poll(url: string, everyMs: () => number, onEvent: (event: FeedEvent) => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  async function run() {
    let cursor = '';
    while (!signal.aborted) {
      // What fails is made up for by the next one.
      cursor = await ask(url, cursor, onEvent, signal).catch(() => cursor);
      await new Promise((resolve) => setTimeout(resolve, everyMs()));
    }
  }
  void run();
  return () => stopping.abort();
}
