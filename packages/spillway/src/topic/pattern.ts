import { SpillwayError } from '../error.ts';
import { checkName, isPatternSyntax } from './topic.ts';

/**
 * Refuses what is not a pattern.
 *
 * A pattern selects topics, segment by segment:
 *
 * | pattern | matches |
 * |---|---|
 * | `orders/42` | this topic alone |
 * | `orders/:id` | exactly one segment, not empty, in place of `:id`: `orders/42`, not `orders/`, not `orders/42/items` |
 * | `orders/*` | every topic that begins with `orders/`: one or more segments, not `orders` itself |
 * | `*` | every topic |
 *
 * The name after `:` is for the reader only, but there must be one. A `*` stands alone and last; inside a longer
 * segment (`a*b`, `**`) it is an ordinary character, as `:` is anywhere but at a segment's beginning. All else is
 * as in topics (`checkTopic`).
 *
 * @throws SpillwayError `invalid-pattern`, `topic-too-long` or `lone-surrogate`
 *
 * @example
 * ```ts
 * import { checkPattern } from 'spillway';
 *
 * checkPattern('orders/:id/items');
 * checkPattern('orders/:'); // throws: ":" needs a name after it
 * ```
 */
export function checkPattern(pattern: string, maxBytes = 1024): void {
  checkName(pattern, maxBytes, 'pattern', 'invalid-pattern');
  if (!isExact(pattern)) parsePattern(pattern);
}

/** Tells whether `pattern` is a topic, so that it matches this topic alone. */
export function isExact(pattern: string): boolean {
  return !isPatternSyntax(pattern);
}

/**
 * Makes a test of topics out of a pattern, which must be one: `checkPattern` tells.
 *
 * The test takes time linear in the topic's length, whatever the pattern: each segment of the pattern looks at one
 * segment of the topic, and nothing is ever tried twice.
 *
 * @example
 * ```ts
 * const matches = compilePattern('orders/:id/items');
 * matches('orders/42/items'); // true
 * matches('orders/42'); // false
 * ```
 */
export function compilePattern(pattern: string): (topic: string) => boolean {
  if (isExact(pattern)) return (topic) => topic === pattern;
  const { segments, rest } = readPattern(pattern);
  if (rest && !segments.includes(anySegment)) {
    const prefix = pattern.slice(0, -1);
    return (topic) => topic.startsWith(prefix);
  }
  return (topic) => matchSegments(segments, rest, topic);
}

/** What `:name` is once parsed. */
export const anySegment = Symbol(':name');

export type PatternSegment = string | typeof anySegment;

/** A pattern as its segments; `rest` says that a `*` followed them. */
export interface ParsedPattern {
  readonly segments: readonly PatternSegment[];
  readonly rest: boolean;
}

/** Reads a pattern's syntax; throws `invalid-pattern`. */
export function parsePattern(pattern: string): ParsedPattern {
  pattern.split('/').forEach(checkSegment);
  return readPattern(pattern);
}

function checkSegment(text: string, at: number, { length }: readonly string[]): void {
  if (text === '*' && at < length - 1) {
    throw new SpillwayError(
      'invalid-pattern',
      'in a pattern "*" may only be the last segment; write ":name" for any one segment before it',
    );
  }
  if (text === ':') {
    throw new SpillwayError('invalid-pattern', 'in a pattern ":" needs a name after it, as in "orders/:id"');
  }
}

function readPattern(pattern: string): ParsedPattern {
  const texts = pattern.split('/');
  const rest = texts.at(-1) === '*';
  if (rest) texts.pop();
  return { segments: texts.map((text) => (text.startsWith(':') ? anySegment : text)), rest };
}

function matchSegments(segments: readonly PatternSegment[], rest: boolean, topic: string): boolean {
  let start = 0;
  for (const segment of segments) {
    // The topic had its last segment already.
    if (start > topic.length) return false;
    let end: number;
    if (segment === anySegment) {
      const slash = topic.indexOf('/', start);
      end = slash < 0 ? topic.length : slash;
      if (end === start) return false;
    } else {
      end = start + segment.length;
      if (!topic.startsWith(segment, start)) return false;
      if (end < topic.length && topic[end] !== '/') return false;
    }
    start = end + 1;
  }
  return rest ? start <= topic.length : start > topic.length;
}
