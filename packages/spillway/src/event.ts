import { SpillwayError } from './error.ts';
import { findControlCharacter, isLongerThan, refuseLoneSurrogate } from './topic/text.ts';
import { checkTopic } from './topic/topic.ts';

/** An event's place in the log: an integer from 1 on that only grows. 0 stands for "before the first". */
export type Offset = number;

/**
 * What a publisher gives: the JSON event of `POST /events`.
 *
 * `data` that is not a string is sent as JSON text. Publishing an `id` that the log holds again changes nothing, so
 * retries are safe.
 */
export interface PublishEvent {
  /** The topic or topics that the event is published to, each at most 1,024 bytes of UTF-8. */
  readonly topic: string | readonly string[];
  /** The payload; any JSON value. */
  readonly data?: unknown;
  /** The event type that a browser dispatches; `message` without it. */
  readonly event?: string | undefined;
  /** The publisher's own id, at most 255 bytes; it travels as the SSE `id:`. */
  readonly id?: string | undefined;
  /** Events of one topic and key supersede one another: a subscriber that catches up may get only the newest. */
  readonly key?: string | undefined;
  /** For how many seconds the event is worth delivering to those who come late. */
  readonly ttl?: number | undefined;
  /** The reconnection time in milliseconds that browsers adopt with this event. */
  readonly retry?: number | undefined;
}

/** An event that has been checked and is ready for the log. */
export interface NewEvent {
  readonly topics: readonly string[];
  readonly data: string;
  readonly event?: string;
  readonly id?: string;
  readonly key?: string;
  /** Seconds. */
  readonly ttl?: number;
  /** Milliseconds. */
  readonly retry?: number;
}

/** An event that the log has taken. */
export interface LoggedEvent extends NewEvent {
  readonly offset: Offset;
  /** When the log took it, in milliseconds since the Unix epoch. */
  readonly time: number;
}

/** The bounds of one event. */
export interface EventLimits {
  /** Bytes (UTF-8) of one topic. */
  readonly topicBytes: number;
  /** Topics of one event. */
  readonly topicsPerEvent: number;
  /** Bytes (UTF-8) of an id, an event type or a key. */
  readonly idBytes: number;
  /** Bytes (UTF-8) of the data. */
  readonly dataBytes: number;
}

export const defaultEventLimits: EventLimits = {
  topicBytes: 1024,
  topicsPerEvent: 100,
  idBytes: 255,
  dataBytes: 1024 * 1024,
};

/** Types that a publisher must not use, and why: a subscriber could not tell them from the real ones. */
const reservedTypes: ReadonlyMap<string, string> = new Map([
  ['gap', 'it tells subscribers that events are missing'],
  ['error', 'browsers fire it when a connection fails'],
  ['open', 'browsers fire it when a connection opens'],
]);

const fields: ReadonlySet<string> = new Set(['topic', 'data', 'event', 'id', 'key', 'ttl', 'retry']);

/** Ten years, in seconds. */
const maxTtl = 315_360_000;

/** A day, in milliseconds: browsers keep timers of up to 24 days, and one that never comes back loses its stream. */
const maxRetry = 86_400_000;

/**
 * Checks what a publisher gave and makes it ready for the log.
 *
 * - `topic`: one, or a list of at least one; duplicates count once.
 * - `data`: a string as it is, without NUL (Postgres refuses it in text, Node 22's SQLite cuts there); nothing is an
 *   empty string; all else as `JSON.stringify` makes it, with its rules for `NaN`, `undefined` members and `toJSON`.
 * - `event`: not empty, no control characters, and not `gap`, `error` or `open`, which mean something to subscribers.
 * - `id`: not empty, no control characters, no space at its ends: it must survive as a `Last-Event-ID` header.
 * - `key`: not empty, no control characters.
 * - `ttl`: seconds, above 0, at most 10 years; may be a fraction.
 * - `retry`: whole milliseconds, at most a day.
 *
 * Text that holds lone surrogates, and fields of other names, are refused. The result shares nothing with `input`. It
 * may be published as it is; a hub of the same limits does not check it again.
 *
 * @throws SpillwayError `invalid-event`, `missing-topic`, `invalid-topic`, `topic-too-long`, `too-many-topics`,
 *   `invalid-field`, `id-too-long`, `lone-surrogate` or `event-too-large`, with a message that names the field
 *
 * @example
 * ```ts
 * import { checkEvent } from 'spillway';
 *
 * checkEvent({ topic: 'orders/42', data: { state: 'paid' } });
 * // { topics: ['orders/42'], data: '{"state":"paid"}' }
 * ```
 */
export function checkEvent(input: PublishEvent, limits: EventLimits = defaultEventLimits): NewEvent & PublishEvent {
  if (input instanceof CheckedEvent) {
    if (input.isWithin(limits)) return input;
  } else {
    refuseUnknownFields(input);
  }
  const { topic, data, event, id, key, ttl, retry } = input;
  const checked: Writable<CheckedEvent> = new CheckedEvent(
    checkTopics(topic, limits),
    checkData(data, limits.dataBytes),
    limits,
  );
  if (event !== undefined) checked.event = checkType(event, limits.idBytes);
  if (id !== undefined) checked.id = checkId(id, limits.idBytes);
  if (key !== undefined) checked.key = checkLabel('key', key, limits.idBytes, 'invalid-field');
  if (ttl !== undefined) checked.ttl = checkTtl(ttl);
  if (retry !== undefined) checked.retry = checkRetry(retry);
  return checked;
}

/** A checked event, which may be published as it is: a hub of the same limits need not check it again. */
class CheckedEvent implements NewEvent, PublishEvent {
  readonly topics: readonly string[];
  readonly data: string;
  declare readonly event?: string;
  declare readonly id?: string;
  declare readonly key?: string;
  declare readonly ttl?: number;
  declare readonly retry?: number;
  readonly #limits: EventLimits;

  constructor(topics: readonly string[], data: string, limits: EventLimits) {
    this.topics = topics;
    this.data = data;
    this.#limits = limits;
  }

  /** Whether it was checked by these very limits. */
  isWithin(limits: EventLimits): boolean {
    return this.#limits === limits;
  }

  get topic(): readonly string[] {
    return this.topics;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function refuseUnknownFields(input: PublishEvent): void {
  // Callers without types, and JSON, may give anything.
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new SpillwayError('invalid-event', 'an event must be an object with at least a topic');
  }
  for (const field of Object.keys(input)) {
    if (fields.has(field)) continue;
    const name = JSON.stringify(field.slice(0, 64));
    throw new SpillwayError('invalid-event', `an event has no field ${name}, only ${[...fields].join(', ')}`);
  }
}

function checkTopics(topic: PublishEvent['topic'] | undefined, limits: EventLimits): readonly string[] {
  if (typeof topic === 'string') {
    checkTopic(topic, limits.topicBytes);
    return [topic];
  }
  if (topic === undefined || (Array.isArray(topic) && topic.length === 0)) {
    throw new SpillwayError('missing-topic', 'an event needs a topic to be published to, such as "orders/42"');
  }
  if (!Array.isArray(topic)) {
    throw new SpillwayError('invalid-topic', 'topic must be a string or a list of strings');
  }
  if (topic.length > limits.topicsPerEvent) {
    throw new SpillwayError('too-many-topics', `an event must have at most ${limits.topicsPerEvent} topics`);
  }
  for (const each of topic) checkTopic(each, limits.topicBytes);
  return [...new Set(topic)];
}

function checkData(data: unknown, maxBytes: number): string {
  const text = typeof data === 'string' ? data : data === undefined ? '' : toJson(data);
  if (isLongerThan(text, maxBytes)) {
    throw new SpillwayError('event-too-large', `data must take at most ${maxBytes} bytes of UTF-8`);
  }
  refuseLoneSurrogate(text, 'data');
  if (text.includes('\0')) {
    throw new SpillwayError('invalid-field', 'data must not hold NUL; send bytes as base64, or text with NUL as JSON');
  }
  return text;
}

function toJson(data: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(data);
  } catch (cause) {
    const message = 'data cannot be written as JSON: it holds a cycle, a bigint, or a toJSON that throws';
    throw new SpillwayError('invalid-event', message, { cause });
  }
  if (json === undefined) throw new SpillwayError('invalid-event', `data of type ${typeof data} has no form in JSON`);
  return json;
}

function checkType(type: string, maxBytes: number): string {
  checkLabel('event', type, maxBytes, 'invalid-field');
  const meaning = reservedTypes.get(type);
  if (meaning !== undefined) {
    throw new SpillwayError('invalid-field', `event must not be "${type}": ${meaning}; choose another name`);
  }
  return type;
}

function checkId(id: string, maxBytes: number): string {
  checkLabel('id', id, maxBytes, 'id-too-long');
  // A browser sends it back as the header Last-Event-ID, and a header's value loses the white space at its ends.
  if (id !== id.trim()) throw new SpillwayError('invalid-field', 'id must not begin or end with white space');
  return id;
}

function checkLabel(
  field: 'event' | 'id' | 'key',
  value: string,
  maxBytes: number,
  tooLong: 'invalid-field' | 'id-too-long',
): string {
  if (typeof value !== 'string' || value === '') {
    throw new SpillwayError('invalid-field', `${field} must be a string that is not empty; leave it out to have none`);
  }
  if (isLongerThan(value, maxBytes)) {
    throw new SpillwayError(tooLong, `${field} must take at most ${maxBytes} bytes of UTF-8`);
  }
  refuseLoneSurrogate(value, field);
  const control = findControlCharacter(value);
  // CR or LF would let a publisher forge fields; a browser drops an id that holds NUL.
  if (control !== undefined) {
    throw new SpillwayError('invalid-field', `${field} must not hold control characters; this one holds ${control}`);
  }
  return value;
}

function checkTtl(ttl: number): number {
  if (typeof ttl !== 'number' || !(ttl > 0 && ttl <= maxTtl)) {
    throw new SpillwayError('invalid-field', `ttl must be a number of seconds above 0, at most ${maxTtl} (10 years)`);
  }
  return ttl;
}

function checkRetry(retry: number): number {
  if (!Number.isInteger(retry) || retry < 0 || retry > maxRetry) {
    throw new SpillwayError('invalid-field', `retry must be whole milliseconds from 0 to ${maxRetry} (a day)`);
  }
  // -0 would be logged as another value than 0.
  return retry + 0;
}
