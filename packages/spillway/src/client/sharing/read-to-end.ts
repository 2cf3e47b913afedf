import { SpillwayError } from '../../error.ts';
import { openConnection } from '../connection.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { Environment } from '../environment.ts';
import { gapEvent } from './gap-event.ts';
import type { FeedEvent, FeedRequest } from '../feed.ts';

/**
 * Reads page after page from a cursor on, or from where the request says, until one reaches the log's end (PROTOCOL.md,
 * Pages). Pages leave out nothing that is kept. A network that fails is waited for. Returns a function that stops it.
 */
export function readToEnd(request: FeedRequest, cursor: string, reader: Reader, environment: Environment): () => void {
  const url = new URL(request.url);
  url.searchParams.set('limit', String(pageEvents));
  let events = 0;
  let characters = 0;
  let shortPages = 0;
  let isOver = false;
  const feed = openConnection(
    { ...request, url: url.href, longPolling: 'always', lastEventId: cursor },
    { event, gap: (gap, lastEventId) => event(gapEvent(gap, lastEventId)), cursor: endPage, state },
    environment,
  );
  return stop;

  function stop(): void {
    isOver = true;
    feed.close();
  }

  function event(told: FeedEvent): void {
    events += 1;
    characters += told.data.length;
    reader.event(told);
  }

  function endPage(to: string): void {
    shortPages = events < pageEvents && characters < pageCharacters ? shortPages + 1 : 0;
    // A page may also end before a gap, with which the next begins.
    const isEnd = events === 0 || shortPages === 2;
    events = characters = 0;
    // The next page of one attempt would wait for events.
    if (!isEnd) return feed.reconnect();
    stop();
    reader.end(to);
  }

  function state(next: ConnectionState): void {
    if (isOver || next.phase === 'connecting') return;
    if (next.phase !== 'open') return reader.state(next);
    if (next.transport === 'long-polling') return;
    // A server without pages cannot be shared.
    stop();
    reader.state({ phase: 'closed', error: new SpillwayError('unexpected-content-type', 'the server has no pages') });
  }
}

/** What ends a page before the log does. */
const pageEvents = 1000;
const pageCharacters = 1_048_576;

export type ReadToEnd = typeof readToEnd;

export interface Reader {
  /** A gap comes as an event of type `gap`. */
  event(this: void, event: FeedEvent): void;
  /** It waits for the next attempt, or for the network, or, `closed`, has failed. */
  state(this: void, state: ConnectionState): void;
  /** What follows this cursor came after the reading began. */
  end(this: void, cursor: string): void;
}
