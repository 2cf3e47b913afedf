import { SpillwayError } from '../error.ts';
import { type EventLimits, defaultEventLimits } from '../event.ts';
import type { EventLog } from '../log/event-log.ts';
import { createMemoryLog } from '../log/memory.ts';
import type { Clock } from './clock.ts';
import { defaultHeartbeatMs } from './heartbeat.ts';
import type { RecentEventsBounds } from './recent-events.ts';
import { systemClock } from './system-clock.ts';

/** How a hub is set up. Every option has a default. */
export interface HubOptions {
  /** Where events are kept; a memory log by default. The hub closes it when it is closed itself. */
  readonly log?: EventLog;
  /** The bounds of one event. */
  readonly limits?: Partial<EventLimits>;
  /**
   * How far, in bytes, a live subscriber may fall behind before it leaves the live path and reads on from the log;
   * default 1 MiB, at least 1. All subscribers with an equal selection share these bytes.
   */
  readonly tapeBytes?: number;
  /** The window of recent events in memory, from which most resumes are served; default 10,000 events and 16 MiB. */
  readonly recent?: Partial<RecentEventsBounds>;
  /** A silent stream gets a comment after so many milliseconds at the latest; default 15,000 (on Bun 8,000, whose
   * server closes connections that are silent for 10 seconds), at least 100. */
  readonly heartbeatMs?: number;
  /**
   * The reconnection time that browsers are told, in milliseconds; default 2,000. Each stream is told a time between
   * this and one and a half times it, so that the subscribers of a hub that restarts do not all return at once.
   */
  readonly retryMs?: number;
  /** How many subscribers a sweep visits before other work has its turn; default 128. */
  readonly visitsPerSlice?: number;
  /** Hears of what went wrong behind a stream, such as a log that could not be read. */
  readonly onError?: (error: unknown) => void;
  /** Time and scheduling; a test hands in a simulated clock. */
  readonly clock?: Clock;
  /** A number from 0 up to 1; `Math.random` by default. */
  readonly random?: () => number;
}

/** The options with every default filled in. */
export interface HubSettings {
  readonly log: EventLog;
  readonly limits: EventLimits;
  readonly tapeBytes: number;
  readonly recent: RecentEventsBounds;
  readonly heartbeatMs: number;
  readonly retryMs: number;
  readonly visitsPerSlice: number;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
  readonly random: () => number;
}

export function settle(options: HubOptions): HubSettings {
  return {
    log: options.log ?? createMemoryLog(),
    limits: { ...defaultEventLimits, ...options.limits },
    tapeBytes: wholeNumber('tapeBytes', options.tapeBytes ?? 1024 * 1024, 1),
    recent: {
      events: wholeNumber('recent.events', options.recent?.events ?? 10_000, 0),
      bytes: wholeNumber('recent.bytes', options.recent?.bytes ?? 16 * 1024 * 1024, 0),
    },
    heartbeatMs: wholeNumber('heartbeatMs', options.heartbeatMs ?? defaultHeartbeatMs, 100),
    retryMs: wholeNumber('retryMs', options.retryMs ?? 2_000, 0),
    visitsPerSlice: wholeNumber('visitsPerSlice', options.visitsPerSlice ?? 128, 1),
    onError: options.onError ?? ((error) => console.error(error)),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new SpillwayError('invalid-option', `${name} must be a whole number of at least ${least}, not ${value}`);
}
