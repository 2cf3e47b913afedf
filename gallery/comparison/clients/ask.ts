import type { FeedEvent } from '../feed/feed-event.ts';

/** What `/polling` and `/long-polling` answer. */
interface Page {
  readonly events: readonly FeedEvent[];
  /** Where to go on. */
  readonly cursor: string;
}

/** Asks for the events that follow a cursor, hands them on, and returns the next cursor. */
export async function ask(
  url: string,
  after: string,
  onEvent: (event: FeedEvent) => void,
  signal: AbortSignal,
): Promise<string> {
  const answer = await fetch(`${url}&after=${after}`, { signal });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const { events, cursor } = (await answer.json()) as Page;
  if (!signal.aborted) events.forEach(onEvent);
  return cursor;
}
