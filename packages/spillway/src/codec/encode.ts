/// <reference lib="es2024.string" />
import { SpillwayError } from '../error.ts';
import type { StreamEvent } from './stream-event.ts';

/**
 * Encodes an event as one frame: its fields, a `data:` line for each line of the data, and the blank line that
 * dispatches it.
 *
 * What a conforming parser reads from the frame is the event, exactly, but for what the format cannot say: CR and
 * CRLF in the data arrive as LF, an empty `event` is the same as none, and so is an empty list of topics. Data that
 * is empty is one `data:` line without a value, and is dispatched as an event with empty data.
 *
 * Source: WHATWG HTML, section 9.2.5 (parsing an event stream) and 9.2.6 (interpreting one).
 *
 * @throws {@link SpillwayError} `invalid-field` for an id, event type or topic with CR or LF, an id with NUL, or a
 *   retry that is not a non-negative safe integer; `lone-surrogate` for text that UTF-8 cannot carry.
 *
 * @example
 * ```ts
 * import { encodeEvent } from 'spillway/codec';
 *
 * encodeEvent({ data: 'one\ntwo', event: 'note', id: '7' });
 * // 'event: note\nid: 7\ndata: one\ndata: two\n\n'
 * ```
 */
export function encodeEvent(event: StreamEvent): string {
  let frame = '';
  if (event.event !== undefined && event.event !== '') frame += fieldLine('event', event.event);
  if (event.id !== undefined) frame += idLine(event.id);
  if (event.retry !== undefined) frame += retryLine(event.retry);
  if (event.topics !== undefined) for (const topic of event.topics) frame += fieldLine('topic', topic);
  return frame + linesOf('data', event.data) + '\n';
}

/**
 * Encodes a comment, one line for each line of the text. It dispatches nothing and belongs to no event, so it may
 * stand between any two frames; an empty one is the shortest heartbeat there is.
 *
 * @throws {@link SpillwayError} `lone-surrogate` for text that UTF-8 cannot carry.
 *
 * @example
 * ```ts
 * import { encodeComment } from 'spillway/codec';
 *
 * encodeComment('still here'); // ': still here\n'
 * ```
 */
export function encodeComment(text: string): string {
  return text === '' ? ':\n' : linesOf('', text);
}

/** What a block without data can say: it moves the client's state, and dispatches nothing. */
export interface StreamBlock {
  /** For people who read the stream; parsers ignore it. */
  readonly comment?: string | undefined;
  /** The reconnection time that the client adopts, in milliseconds. */
  readonly retry?: number | undefined;
  /** The last event id from here on. */
  readonly id?: string | undefined;
}

/**
 * Encodes a block without data: the client adopts its reconnection time and its id as the last event id, though no
 * event is dispatched. A stream opens with one, so that a client that drops before its first event still resumes.
 *
 * @throws {@link SpillwayError} as {@link encodeEvent} does.
 *
 * @example
 * ```ts
 * import { encodeBlock } from 'spillway/codec';
 *
 * encodeBlock({ retry: 2000, id: 'k3x9-41' }); // 'retry: 2000\nid: k3x9-41\n\n'
 * ```
 */
export function encodeBlock(block: StreamBlock): string {
  return encodeLines(block) + '\n';
}

/**
 * The lines of a block without the blank line that ends it: they belong to the block that follows. A comment and
 * `retry:` take effect at once (WHATWG HTML 9.2.6); an id does so at the next blank line.
 */
export function encodeLines(block: StreamBlock): string {
  let lines = '';
  if (block.comment !== undefined) lines += encodeComment(block.comment);
  if (block.retry !== undefined) lines += retryLine(block.retry);
  if (block.id !== undefined) lines += idLine(block.id);
  return lines;
}

/** A line `name: line` for each line of the text. The space is there for the parser to remove, so that one in the text stays. */
function linesOf(name: 'data' | '', text: string): string {
  refuseLoneSurrogates(name === '' ? 'a comment' : "an event's data", text);
  const prefix = `${name}: `;
  if (!text.includes('\n') && !text.includes('\r')) return prefix + text + '\n';
  return prefix + text.replaceAll(/\r\n|\r|\n/g, `\n${prefix}`) + '\n';
}

function fieldLine(name: 'event' | 'id' | 'topic', value: string): string {
  const what = nouns[name];
  // CR or LF would let a publisher forge fields and whole events.
  if (/[\r\n]/.test(value)) throw new SpillwayError('invalid-field', `${what} must not hold CR or LF`);
  refuseLoneSurrogates(what, value);
  return `${name}: ${value}\n`;
}

function idLine(id: string): string {
  // [spec] If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
  // Otherwise, ignore the field.
  if (id.includes('\0')) throw new SpillwayError('invalid-field', 'an event id must not hold NUL: browsers drop it');
  return fieldLine('id', id);
}

function retryLine(retryMs: number): string {
  if (!Number.isSafeInteger(retryMs) || retryMs < 0) {
    throw new SpillwayError('invalid-field', 'retry must be a whole number of milliseconds, 0 or more');
  }
  return `retry: ${retryMs}\n`;
}

function refuseLoneSurrogates(what: string, text: string): void {
  // UTF-8 has no form for half a surrogate pair: an encoder would silently put U+FFFD in its place.
  if (!text.isWellFormed()) {
    throw new SpillwayError('lone-surrogate', `${what} must not hold a lone surrogate: UTF-8 cannot carry it`);
  }
}

const nouns = { event: 'an event type', id: 'an event id', topic: 'a topic' } as const;
