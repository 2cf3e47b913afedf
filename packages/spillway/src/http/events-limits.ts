import { defaultEventLimits } from '../event.ts';
import type { EventLimits } from '../event.ts';

/** The bounds of one request, beyond those of the events in it. */
export interface EventsLimits extends EventLimits {
  /** Bytes of a publish's body. */
  readonly bodyBytes: number;
  /** Events of one batch. */
  readonly eventsPerBatch: number;
  /** Topics and patterns that one stream or page selects. */
  readonly topicsPerStream: number;
  /** Events of one page, whatever `limit` asks for. */
  readonly eventsPerPage: number;
  /** Seconds that long polling may wait. */
  readonly waitSeconds: number;
}

export const defaultEventsLimits: EventsLimits = {
  ...defaultEventLimits,
  bodyBytes: 1024 * 1024,
  eventsPerBatch: 10_000,
  topicsPerStream: 100,
  eventsPerPage: 1000,
  waitSeconds: 60,
};
