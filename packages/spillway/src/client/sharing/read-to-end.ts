import { attempt } from '../attempt.ts';
import type { DecodedEvent } from '../../codec/stream-event.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { Environment } from '../environment.ts';
import type { FeedEvent, FeedRequest } from '../feed.ts';
import { begin, transition } from '../transition.ts';
import type { Input } from '../transition.ts';

/**
 * Reads page after page from a cursor on, or from where the request says, until one reaches the log's end (PROTOCOL.md,
 * Pages). Pages leave out nothing that is kept. A network that fails is waited for. Returns a function that stops it.
 */
export function readToEnd(request: FeedRequest, cursor: string, reader: Reader, environment: Environment): () => void {
  const { now, after, random } = environment;
  const url = new URL(request.url);
  url.searchParams.set('limit', String(pageEvents));
  const paged: FeedRequest = { ...request, url: url.href, longPolling: 'always' };
  let standing = begin(paged);
  let events = 0;
  let characters = 0;
  let shortPages = 0;
  let stop = ask();
  return () => stop();

  /** Each page is an attempt of its own: the second of one attempt would wait for events. */
  function ask(): () => void {
    return attempt(paged, standing, cursor, { ready() {}, event, moved, take }, environment);
  }

  function event({ event: type = 'message', data, lastEventId, topics = [] }: DecodedEvent): void {
    events += 1;
    characters += data.length;
    cursor = lastEventId;
    reader.event({ type, data, lastEventId, topics });
  }

  function moved(to: string): void {
    stop();
    cursor = to;
    shortPages = events < pageEvents && characters < pageCharacters ? shortPages + 1 : 0;
    // A page may also end before a gap, with which the next begins.
    if (events === 0 || shortPages === 2) reader.end(to);
    else stop = ask();
  }

  function take(input: Input): void {
    events = characters = 0;
    standing = transition(standing, input, paged, now(), random());
    const { state } = standing;
    if (state.phase === 'connecting') stop = ask();
    else if (state.phase !== 'open') reader.state(state);
    if (state.phase === 'waiting') stop = after(state.delayMs, () => take({ type: 'due' }));
  }
}

/** What ends a page before the log does. */
const pageEvents = 1000;
const pageCharacters = 1_048_576;

export type ReadToEnd = typeof readToEnd;

export interface Reader {
  /** A gap comes as an event of type `gap`. */
  event(this: void, event: FeedEvent): void;
  /** It waits for the next attempt, or, `closed`, has failed. */
  state(this: void, state: ConnectionState): void;
  /** What follows this cursor came after the reading began. */
  end(this: void, cursor: string): void;
}
