import { SpillwayError } from '../../error.ts';
import { compilePattern } from '../../topic/pattern.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { Environment } from '../environment.ts';
import type { FeedEvent, FeedHandlers, FeedRequest } from '../feed.ts';
import type { Gap } from '../gap.ts';
import { createRecentIds } from '../recent-ids.ts';
import { headersOf } from '../request.ts';
import type { ErrorNotice, FollowerNotice, Notice, StateNotice } from './notice.ts';
import type { ReadToEnd } from './read-to-end.ts';

/**
 * A subscription that shares a connection. It keeps its own cursor, so that it can follow one leader after another:
 *
 *     seeking ─► joining ─► placing ─► live
 *
 * The leader welcomes it at a place that was the log's end after it joined, and so not before its cursor. From its
 * cursor it reads pages to the log's end, while it holds the events that come live; of these it drops what the pages
 * had.
 */
export function createFollower(request: FeedRequest, handlers: FeedHandlers, edges: FollowerEdges): Follower {
  const { post, readToEnd, environment, takeOver, giveUp } = edges;
  const { random, after } = environment;
  const { url, topics = [], since = 'now' } = request;
  const matchers = topics.map(compilePattern);
  const isDouble = createRecentIds(rememberedIds);
  let standing: Standing = { phase: 'away' };
  let name = '';
  let cursor = request.lastEventId ?? '';
  /** Counts readings, and stretches of live events: within one there are no doubles. */
  let sources = 0;
  /** Pages have brought what may be yet to come live. */
  let isAhead = false;
  let state: ConnectionState = connecting;
  let told = state;
  let silentBeats = 0;
  let stopReading: (() => void) | undefined;
  let stopBeating: (() => void) | undefined;

  return {
    receive,
    giveUp: () => giveUp(cursor),
    reconnect: () => say({ type: 'reconnect' }),
    seek() {
      if (standing.phase !== 'away') return;
      beat();
      seek();
    },
    leave(because) {
      stopBeating?.();
      rename('');
      stand({ phase: 'away' });
      if (because) tell(because);
    },
  };

  function receive(notice: Notice): void {
    if ('follower' in notice) return;
    const { leader } = notice;
    const { phase } = standing;
    const isMine = standing.leader === leader;
    const isToMe = 'to' in notice && notice.to?.includes(name);
    if (isMine) silentBeats = 0;
    switch (notice.type) {
      case 'hello':
        if (phase !== 'away' && (isToMe || !(isMine || notice.to))) follow(leader);
        return;
      case 'welcome':
        if (isToMe) place(leader, notice.cursor);
        return;
      case 'event':
        if (!isMine) return;
        if (phase === 'live') take(notice.event);
        if (phase === 'placing' && standing.held.length < heldEvents) standing.held.push(notice.event);
        return;
      case 'state':
        if (isMine) show(notice.state);
        return;
      case 'refused':
        if (isToMe) giveUp(cursor);
        return;
      case 'ask':
        if (isToMe) void answer();
        return;
      case 'bye':
        if (isMine) seek();
        return;
      default:
        return notice satisfies never;
    }
  }

  function seek(): void {
    rename(String(random()));
    stand({ phase: 'seeking' });
    say({ type: 'ping', leader: undefined });
  }

  function follow(leader: string): void {
    rename(String(random()));
    stand({ phase: 'joining', leader });
    const { credentials, connectTimeoutMs, firstBytesTimeoutMs, retry, longPolling } = request;
    const shared = { url, topics, credentials, connectTimeoutMs, firstBytesTimeoutMs, retry, longPolling };
    say({ type: 'join', leader, request: { ...shared, since: 'now' } });
  }

  function place(leader: string, welcomedAt: string): void {
    const held: FeedEvent[] = [];
    stand({ phase: 'placing', leader, held });
    // Nothing came before now. But what a query says is between those who wrote it and the server.
    if (cursor === '' && since === 'now' && !url.includes('?')) {
      move(welcomedAt);
      return goLive(leader, held);
    }
    const hadCursor = cursor !== '';
    isAhead = false;
    sources += 1;
    const reader = {
      event: take,
      state: (next: ConnectionState) => (next.phase === 'closed' ? giveUp(cursor) : tell(next)),
      end(to: string) {
        move(to);
        // It may be anywhere but before its cursor; and what came meanwhile must be at hand. Else it joins again.
        if (hadCursor && held.length < heldEvents) goLive(leader, held);
        else follow(leader);
      },
    };
    stopReading = readToEnd(request, cursor, reader, environment);
  }

  function goLive(leader: string, held: readonly FeedEvent[]): void {
    const live: Standing = { phase: 'live', leader };
    sources += 1;
    stand(live);
    // Whoever is told may want no more; the cursor then says where.
    for (const event of held) if (standing === live) take(event);
  }

  function take(event: FeedEvent): void {
    const { type, data, lastEventId } = event;
    const selected = event.topics.filter((topic) => matchers.some((matches) => matches(topic)));
    if (type === 'gap') {
      cursor = lastEventId;
      handlers.gap(JSON.parse(data) as Gap, cursor);
    } else if (selected.length === 0 && topics.length > 0) {
      if (!isAhead) move(lastEventId);
    } else if (!isDouble(lastEventId, sources)) {
      isAhead = standing.phase !== 'live';
      cursor = lastEventId;
      // Where nobody chooses topics, all are for all.
      handlers.event(topics.length > 0 ? { ...event, topics: selected } : event);
    }
  }

  function move(to: string): void {
    if (to === cursor) return;
    cursor = to;
    handlers.cursor(to);
  }

  /** What was being read is let go. */
  function stand(next: Standing): void {
    stopReading?.();
    stopReading = undefined;
    standing = next;
    if (next.phase === 'live') tell(state);
    else if (next.phase !== 'away') tell(connecting);
  }

  /** The leader's state is the subscription's own once it is live; that it waits is so for all. */
  function show(notice: StateNotice): void {
    state = notice.phase === 'waiting' ? { ...notice, because: errorOf(notice.because) } : notice;
    if (standing.phase === 'live' || state.phase !== 'open') tell(state);
  }

  function tell(next: ConnectionState): void {
    // That there is another stream, for other topics, is no news.
    if (JSON.stringify(next) === JSON.stringify(told)) return;
    told = next;
    handlers.state(next);
  }

  /** What is said to the old name means nothing any more. */
  function rename(to: string): void {
    if (name) say({ type: 'leave' });
    name = to;
    silentBeats = 0;
  }

  function say(notice: Unnamed<FollowerNotice>): void {
    post({ ...notice, follower: name });
  }

  async function answer(): Promise<void> {
    const headers = await headersOf(request, 'stream', '').catch(() => undefined);
    say({ type: 'headers', headers: headers && [...headers] });
  }

  /** A leader that stands still keeps its place: it is asked for signs of life. */
  function beat(): void {
    // Not by all at once: the first to take over spares the others the trouble.
    stopBeating = after(beatMs * (1 + random()), () => {
      beat();
      silentBeats += 1;
      if (silentBeats === 3) takeOver();
      if (silentBeats === 6) return giveUp(cursor);
      // What its leader said may have been its last words, later heard than the next one's first: any other will do.
      say({ type: 'ping', leader: silentBeats < 2 ? standing.leader : undefined });
    });
  }
}

/** Where a follower stands: with a leader, unless it looks for one or wants none. */
type Standing =
  | { readonly phase: 'away' | 'seeking'; readonly leader?: undefined }
  | { readonly phase: 'joining' | 'live'; readonly leader: string }
  | { readonly phase: 'placing'; readonly leader: string; readonly held: FeedEvent[] };

export interface Follower {
  receive(notice: Notice): void;
  /** Ends the sharing, with its cursor. */
  giveUp(): void;
  /** Has the connection connect anew. */
  reconnect(): void;
  /** Looks for a leader, if it is away. */
  seek(): void;
  /** Lets go of its leader; the state is told why, if there is a reason. */
  leave(because?: ConnectionState): void;
}

export interface FollowerEdges {
  post(this: void, notice: FollowerNotice): void;
  readonly readToEnd: ReadToEnd;
  readonly environment: Environment;
  /** The leader gives no sign of life. */
  takeOver(this: void): void;
  /** Sharing does not work here: what follows the cursor has to come in another way. */
  giveUp(this: void, cursor: string): void;
}

type Unnamed<Said> = Said extends Said ? Omit<Said, 'follower'> : never;

function errorOf(error: ErrorNotice): SpillwayError {
  return new SpillwayError(error.code, error.message, error);
}

const connecting: ConnectionState = { phase: 'connecting', attempt: 1 };

/** So many ids are remembered, to know by them what came both ways. */
const rememberedIds = 1000;

/** So many events are held while a follower finds its place. */
const heldEvents = 1000;

/** Milliseconds, or up to twice as many. After three beats without a sign of life another takes over. */
const beatMs = 2000;
