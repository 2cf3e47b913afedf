import { SpillwayError } from '../error.ts';
import type { Opening, Since } from '../hub/hub.ts';
import { checkPattern } from '../topic/pattern.ts';
import type { EventsLimits } from './events-limits.ts';
import { firstOf, valuesOf } from './form-fields.ts';
import type { FormFields } from './form-fields.ts';
import { requestCursor } from './request-cursor.ts';

/** What a GET asks for, checked. */
export interface SubscribeQuery {
  readonly topics: readonly string[];
  readonly cursor: string | undefined;
  readonly since: Since | undefined;
  readonly opening: Opening | undefined;
  readonly limit: number;
  readonly waitMs: number;
}

/**
 * Reads a GET's query: `topic` (once or more), `since`, `last_event_id`, `opening`, and for pages `limit` and `wait`. Other
 * names are passed over, so that an application may have its own.
 *
 * @throws SpillwayError `missing-topic`, `too-many-topics`, `invalid-pattern`, `topic-too-long`, `lone-surrogate`,
 *   `invalid-cursor`, `invalid-since`, `invalid-opening`, `invalid-limit` or `invalid-wait`
 */
export function parseSubscribeQuery(
  fields: FormFields,
  lastEventId: string | undefined,
  limits: EventsLimits,
): SubscribeQuery {
  return {
    topics: parseTopics(valuesOf(fields, 'topic'), limits),
    cursor: requestCursor(lastEventId, fields, limits.idBytes),
    since: parseSince(firstOf(fields, 'since')),
    opening: parseOpening(firstOf(fields, 'opening')),
    limit: parseLimit(firstOf(fields, 'limit'), limits.eventsPerPage),
    waitMs: parseWait(firstOf(fields, 'wait'), limits.waitSeconds),
  };
}

function parseTopics(topics: readonly string[], limits: EventsLimits): readonly string[] {
  if (topics.length === 0) {
    throw new SpillwayError('missing-topic', 'say what to subscribe to, as in ?topic=orders/42 (once or more)');
  }
  if (topics.length > limits.topicsPerStream) {
    throw new SpillwayError('too-many-topics', `a stream selects at most ${limits.topicsPerStream} topics`);
  }
  for (const topic of topics) checkPattern(topic, limits.topicBytes);
  return topics;
}

function parseSince(since: string | undefined): Since | undefined {
  if (since === undefined || since === 'now' || since === 'earliest' || since === 'latest') return since;
  throw new SpillwayError('invalid-since', 'since must be "now", "earliest" or "latest"');
}

function parseOpening(opening: string | undefined): Opening | undefined {
  if (opening === undefined || opening === 'block' || opening === 'inline') return opening;
  throw new SpillwayError('invalid-opening', 'opening must be "block" or "inline"');
}

function parseLimit(limit: string | undefined, most: number): number {
  if (limit === undefined) return Math.min(100, most);
  const events = Number(limit);
  if (/^\d+$/.test(limit) && events >= 1 && events <= most) return events;
  throw new SpillwayError('invalid-limit', `limit must be a whole number from 1 to ${most}`);
}

function parseWait(wait: string | undefined, mostSeconds: number): number {
  if (wait === undefined) return 0;
  const seconds = Number(wait);
  if (/^\d+(\.\d+)?$/.test(wait) && seconds <= mostSeconds) return Math.round(seconds * 1000);
  throw new SpillwayError('invalid-wait', `wait must be a number of seconds from 0 to ${mostSeconds}`);
}
