import type { SpillwayError } from '../error.ts';

/** How a subscription stands. Each change is a new object. */
export type ConnectionState =
  /** A connection is being opened; `attempt` counts from 1, and anew once a connection has proved healthy. */
  | { readonly phase: 'connecting'; readonly attempt: number }
  /**
   * Events arrive: on a stream, or page by page where a proxy holds streams back. `isRestart` is true where a request other
   * than GET was sent again and its answer starts over; an event `restart` marks the place among the events.
   */
  | { readonly phase: 'open'; readonly transport: Transport; readonly isRestart?: true }
  /** The connection was lost, or could not be opened; the next attempt follows `delayMs` after this state began. */
  | { readonly phase: 'waiting'; readonly delayMs: number; readonly because: SpillwayError }
  /** There is no connection until the page is seen again, has a network, or is thawed. */
  | { readonly phase: 'paused'; readonly because: 'hidden' | 'offline' | 'frozen' }
  /** It is over. `error` says why it gave up; without one it was closed, or the server ended the stream. */
  | { readonly phase: 'closed'; readonly error?: SpillwayError };

/** How events come: on one response that stays open, or each page of them in a response of its own. */
export type Transport = 'stream' | 'long-polling';
