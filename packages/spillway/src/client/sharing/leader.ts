import type { ConnectionState } from '../connection-state.ts';
import type { Environment } from '../environment.ts';
import type { Feed, FeedEvent, OpenFeed } from '../feed.ts';
import { gapEvent } from './gap-event.ts';
import type { Gap } from '../gap.ts';
import type { LeaderNotice, Notice, SharedRequest, StateNotice } from './notice.ts';
import type { ReadToEnd } from './read-to-end.ts';

/**
 * Holds the one connection, for the topics of all followers.
 *
 * Whenever these change it closes the stream, reads what follows its cursor as pages to the log's end, and begins the
 * next stream there. Those who were there before miss nothing; those who are new are welcomed at a place that is later
 * than their joining. What changes in the meantime is next.
 */
export function createLeader(leader: string, { post, readToEnd, openFeed, environment }: LeaderEdges): Leader {
  const { now, after } = environment;
  const followers = new Map<string, Followed>();
  let feed: Feed | undefined;
  let streamed: string | undefined;
  let stopReading: (() => void) | undefined;
  let hasChanged = false;
  let cursor = '';
  let state: StateNotice = connecting;
  let takeHeaders: ((headers: [string, string][]) => void) | undefined;

  post({ type: 'hello', leader });
  return {
    receive,
    close() {
      end();
      post({ type: 'bye', leader });
    },
  };

  function receive(notice: Notice): void {
    if (!('follower' in notice)) return;
    const { follower: name } = notice;
    const followed = followers.get(name);
    // Some are meant for another leader.
    if ('leader' in notice && (notice.leader ?? leader) !== leader) return;
    switch (notice.type) {
      case 'ping':
        if (followed === undefined) return post({ type: 'hello', leader, to: [name] });
        followed.seenAtMs = now();
        // To the end: in the order of their signs of life.
        followers.delete(name);
        followers.set(name, followed);
        post({ type: 'state', leader, state });
        // Those who died could not say that they leave.
        for (const each of followers.values()) if (now() - each.seenAtMs > forgottenMs) followers.delete(each.name);
        return change();
      case 'join':
        followers.set(name, { name, request: notice.request, seenAtMs: now(), isWelcome: false, isServed: false });
        // Those who were asked for headers may have left: this may be one of them, by another name.
        if (takeHeaders) post({ type: 'ask', leader, to: [name] });
        return change();
      case 'leave':
        followers.delete(name);
        return change();
      case 'headers':
        if (notice.headers) {
          takeHeaders?.(notice.headers);
          takeHeaders = undefined;
        }
        return;
      case 'reconnect':
        return feed?.reconnect();
      default:
        return notice satisfies never;
    }
  }

  function change(): void {
    hasChanged = stopReading !== undefined;
    if (hasChanged) return;
    const all = [...followers.values()];
    const welcomed = all.filter(({ isWelcome }) => isWelcome);
    const joining = all.filter(({ isWelcome }) => !isWelcome);
    const topics = topicsOf(all);
    const wanted = JSON.stringify(topics);
    if (joining.length === 0 && streamed === wanted) return;
    end();
    if (welcomed.length === 0) {
      // Nobody is to have what follows the cursor: the next place is the log's end, wherever that is.
      cursor = '';
      state = connecting;
    }
    if (all[0] === undefined) return;
    const shared = { ...all[0].request, headers, topics };
    stopReading = readToEnd(
      { ...shared, topics: topicsOf(welcomed.length > 0 ? welcomed : all) },
      cursor,
      {
        event,
        state: turn,
        end(to) {
          stopReading = undefined;
          cursor = to;
          post({ type: 'state', leader, state });
          post({ type: 'welcome', leader, to: namesOf(joining), cursor });
          for (const each of joining) each.isWelcome = true;
          if (hasChanged) return change();
          streamed = wanted;
          feed = openFeed({ ...shared, lastEventId: to }, { event, gap, cursor: move, state: turn }, environment);
        },
      },
      environment,
    );
  }

  /** Ends what goes on; nothing more is heard of it. */
  function end(): void {
    stopReading?.();
    stopReading = undefined;
    streamed = undefined;
    const ending = feed;
    feed = undefined;
    ending?.close();
  }

  function event(told: FeedEvent): void {
    cursor = told.lastEventId;
    post({ type: 'event', leader, event: told });
  }

  function gap(told: Gap, lastEventId: string): void {
    event(gapEvent(told, lastEventId));
  }

  function move(to: string): void {
    cursor = to;
  }

  function turn(next: ConnectionState): void {
    if (next.phase === 'closed') {
      // By the server, unless it was ended here.
      if (feed ?? stopReading) refuse();
      return;
    }
    if (next.phase === 'open') for (const each of followers.values()) each.isServed = each.isWelcome;
    state = next;
    if (next.phase === 'waiting') {
      const { code, message, status } = next.because;
      state = { ...next, because: { code, message, status } };
    }
    post({ type: 'state', leader, state });
  }

  /** The server refuses: because of the new topics, if it has served the others. */
  function refuse(): void {
    const all = [...followers.values()];
    const unserved = all.filter(({ isServed }) => !isServed);
    const refused = namesOf(unserved.length > 0 ? unserved : all);
    for (const name of refused) followers.delete(name);
    post({ type: 'refused', leader, to: refused });
    end();
    change();
  }

  /** Asks the tabs, for they have the functions that know: one more each time that no answer comes soon. */
  async function headers(): Promise<[string, string][]> {
    const answer = new Promise<[string, string][]>((resolve) => (takeHeaders = resolve));
    // Who was heard of last is the least likely to be dead.
    for (const name of [...followers.keys()].toReversed()) {
      post({ type: 'ask', leader, to: [name] });
      const first = await Promise.race([answer, new Promise<void>((resolve) => after(answerMs, resolve))]);
      if (first) return first;
    }
    return answer;
  }
}

export interface Leader {
  receive(notice: Notice): void;
  close(): void;
}

export interface LeaderEdges {
  post(this: void, notice: LeaderNotice): void;
  readonly readToEnd: ReadToEnd;
  readonly openFeed: OpenFeed;
  readonly environment: Environment;
}

/** A follower as its leader knows it. */
interface Followed {
  readonly name: string;
  readonly request: SharedRequest;
  seenAtMs: number;
  /** It has been told where its events begin. */
  isWelcome: boolean;
  /** A stream with its topics was open. */
  isServed: boolean;
}

function topicsOf(followers: readonly Followed[]): string[] {
  return [...new Set(followers.flatMap(({ request }) => request.topics))].toSorted();
}

function namesOf(followers: readonly Followed[]): string[] {
  return followers.map(({ name }) => name);
}

const connecting: StateNotice = { phase: 'connecting', attempt: 1 };

/** Hidden tabs may have but one timer a minute. */
const forgottenMs = 180_000;

/** How soon a follower has said its headers, as a rule. */
const answerMs = 500;
