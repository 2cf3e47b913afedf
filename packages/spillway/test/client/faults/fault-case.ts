import type { FeedOptions } from '../../../src/client/feed.ts';
import type { Fault } from './fault.ts';
import type { SourceOfEvents } from './sources.ts';

/** What a subscriber goes through, and what should come of it. */
export interface FaultCase {
  readonly name: string;
  readonly source: Source | SourceOfEvents;
  /** The first request gets the first fault, and so on; those beyond the last pass. */
  readonly faults: readonly Fault[];
  /**
   * Makes a trial of every so-manieth byte of the answer, in place of `each` among the faults; counting stops with
   * the answer's last event.
   */
  readonly everyBytes?: number;
  /** Where the sweep begins; default 0. */
  readonly fromByte?: number;
  readonly options?: CaseOptions;
  /** What it should say; beside that, every event is seen once and in order. */
  readonly expected?: Expected;
}

/**
 * Where the events come from.
 *
 * - `history`: a hub that has published them all
 * - `trimmed`: a hub that no longer holds those behind the subscriber's cursor
 * - `wild`: a server that writes its stream as freely as the standard allows
 * - `live`: a hub that publishes them while the case goes on
 * - `calm`: the same with fewer heartbeats
 * - `generation`: a server that answers each request with a stream of its own
 */
export type Source = 'history' | 'trimmed' | 'wild' | 'live' | 'calm' | 'generation';

/** Options of `subscribe`, as far as they can be data. */
export interface CaseOptions extends Pick<
  FeedOptions,
  'since' | 'connectTimeoutMs' | 'firstBytesTimeoutMs' | 'longPolling' | 'method'
> {
  readonly body?: string;
  /** `token` is a function, whose tokens are `token-1`, `token-2` and so on. */
  readonly renewsToken?: boolean;
}

export interface Expected {
  /** The reasons of its waits, all of them; without it they may be any. */
  readonly waits?: readonly string[];
  /** How events came, each way once; without it by a stream, or not at all. */
  readonly transports?: readonly ('stream' | 'long-polling')[] | 'any';
  /** Why it closed before it had all events; without it, it must not. */
  readonly end?: string;
  /** Why it may close in some places of a sweep before it had all events. */
  readonly mayEnd?: string;
  /** The gaps that it told. */
  readonly gaps?: readonly string[];
  /** The tokens that it came with. */
  readonly tokens?: readonly string[];
  /** How long after its first request its second must not come before. */
  readonly awayMs?: number;
}
