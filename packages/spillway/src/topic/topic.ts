import { SpillwayError } from '../error.ts';
import { findControlCharacter, isLongerThan, refuseLoneSurrogate } from './text.ts';

/** A segment that only a pattern may have: one that begins with `:` or is exactly `*`. */
const patternSyntax = /(?:^|\/)(?::|\*(?:\/|$))/;

/**
 * Refuses what is not a topic.
 *
 * A topic is text of 1 to `maxBytes` bytes (UTF-8), read as segments between slashes: `orders/42`, `prices`,
 * `https://example.com/books/1`. Segments may be empty anywhere, so `orders`, `orders/` and `/orders` are three
 * topics. Topics are compared code unit by code unit: case counts, and nothing is decoded or normalised.
 *
 * Refused are control characters (C0, DEL, C1) and lone surrogates, and the two kinds of segments that belong to
 * patterns: one that begins with `:` and one that is exactly `*`. (`a:b`, `a*b` and `**` are ordinary.)
 *
 * @throws SpillwayError `invalid-topic`, `topic-too-long` or `lone-surrogate`
 *
 * @example
 * ```ts
 * checkTopic('orders/42');
 * checkTopic('orders/:id'); // throws: a topic's segment must not begin with ":"
 * ```
 */
export function checkTopic(topic: string, maxBytes = 1024): void {
  checkName(topic, maxBytes, 'topic', 'invalid-topic');
  if (isPatternSyntax(topic)) {
    throw new SpillwayError(
      'invalid-topic',
      'a topic must not have a segment that begins with ":" or that is "*": those belong to patterns, ' +
        'which subscribe and cannot be published to',
    );
  }
}

/** Tells whether a segment of `name` is one that only a pattern may have. */
export function isPatternSyntax(name: string): boolean {
  return patternSyntax.test(name);
}

/** Refuses what can be neither a topic nor a pattern, whatever its segments say. */
export function checkName(
  name: string,
  maxBytes: number,
  noun: 'topic' | 'pattern',
  code: 'invalid-topic' | 'invalid-pattern',
): void {
  if (typeof name !== 'string') throw new SpillwayError(code, `a ${noun} must be a string`);
  if (name === '') throw new SpillwayError(code, `a ${noun} must not be empty`);
  if (isLongerThan(name, maxBytes)) {
    throw new SpillwayError('topic-too-long', `a ${noun} must take at most ${maxBytes} bytes of UTF-8`);
  }
  refuseLoneSurrogate(name, `a ${noun}`);
  const control = findControlCharacter(name);
  if (control !== undefined) {
    throw new SpillwayError(code, `a ${noun} must not hold control characters; this one holds ${control}`);
  }
}
