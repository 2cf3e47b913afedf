import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpillwayError } from '../../src/error.ts';
import { checkPattern, isExact } from '../../src/topic/pattern.ts';
import { checkTopic } from '../../src/topic/topic.ts';
import { patterns, topics } from './reference.ts';

function codeOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SpillwayError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a topic', () => {
  test.each([
    ['one segment', 'prices'],
    ['segments between slashes', 'orders/42/items'],
    ['a URL, with its empty segment', 'https://example.com/books/1?page=2#top'],
    ['empty segments at the ends', '/orders/'],
    ['a slash alone', '/'],
    ['spaces and punctuation', ' a b & c; "d" '],
    ['every script', 'заказы/42/注文/😀'],
    ['a colon inside a segment', 'urn:isbn:0451450523'],
    ['a star inside a segment', 'a*b/**/c*'],
    ['1,024 bytes', 'x'.repeat(1024)],
    ['1,024 bytes in 256 characters', '😀'.repeat(256)],
  ])('may be %s', (_, topic) => {
    expect(codeOf(() => checkTopic(topic))).toBe('accepted');
    expect(isExact(topic)).toBe(true);
  });

  test.each([
    ['is empty', '', 'invalid-topic'],
    ['holds LF', 'a\nb', 'invalid-topic'],
    ['holds CR', 'a\rb', 'invalid-topic'],
    ['holds NUL', 'a\0b', 'invalid-topic'],
    ['holds TAB', 'a\tb', 'invalid-topic'],
    ['holds DEL', 'a\u007Fb', 'invalid-topic'],
    ['holds NEL, of C1', 'a\u0085b', 'invalid-topic'],
    ['has a segment that begins with a colon', 'orders/:id', 'invalid-topic'],
    ['begins with a colon', ':id', 'invalid-topic'],
    ['is a star', '*', 'invalid-topic'],
    ['ends in a star', 'orders/*', 'invalid-topic'],
    ['has a star for a segment', 'orders/*/items', 'invalid-topic'],
    ['has 1,025 bytes', 'x'.repeat(1025), 'topic-too-long'],
    ['has 1,026 bytes in 513 characters', 'ä'.repeat(513), 'topic-too-long'],
    ['has 1,026 bytes in 342 characters', '日'.repeat(342), 'topic-too-long'],
    ['has 1,028 bytes in 257 characters', '😀'.repeat(257), 'topic-too-long'],
    ['holds a high surrogate alone', 'a\uD83D', 'lone-surrogate'],
    ['holds a low surrogate alone', '\uDE00a', 'lone-surrogate'],
  ])('is refused that %s', (_, topic, code) => {
    expect(codeOf(() => checkTopic(topic))).toBe(code);
  });

  test('is refused with a message that names the control character', () => {
    expect(() => checkTopic('a\u0085')).toThrow('a topic must not hold control characters; this one holds U+0085');
  });

  test('is refused with a message that says what ":" and "*" are for', () => {
    expect(() => checkTopic('orders/*')).toThrow('belong to patterns');
  });

  test('is too long exactly when its UTF-8 is longer than the bound', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 40 }), (text, maxBytes) => {
        const topic = `x${text.replaceAll(/[\p{Cc}:*]/gu, '-')}`;
        const long = new TextEncoder().encode(topic).length > maxBytes;
        expect(codeOf(() => checkTopic(topic, maxBytes))).toBe(long ? 'topic-too-long' : 'accepted');
      }),
    );
  });

  test('is never anything but a topic or an error with a code, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(codeOf(() => checkTopic(text))).toMatch(/^(accepted|invalid-topic|topic-too-long|lone-surrogate)$/);
      }),
    );
  });
});

describe('a pattern', () => {
  test.each(['orders/42', 'orders/:id', ':id', ':a/:b/:c', 'orders/*', 'orders/:id/*', '*', '/*', 'a*b', ':*', '::'])(
    'may be %s',
    (pattern) => {
      expect(codeOf(() => checkPattern(pattern))).toBe('accepted');
    },
  );

  test.each([
    ['is empty', '', 'invalid-pattern'],
    ['holds LF', 'orders/:i\nd', 'invalid-pattern'],
    ['has a star before the end', 'orders/*/items', 'invalid-pattern'],
    ['begins with a star', '*/items', 'invalid-pattern'],
    ['has two stars', 'orders/*/*', 'invalid-pattern'],
    ['has a colon without a name', 'orders/:', 'invalid-pattern'],
    ['has a colon without a name in the middle', ':/orders', 'invalid-pattern'],
    ['has 1,025 bytes', `:${'x'.repeat(1024)}`, 'topic-too-long'],
    ['holds a lone surrogate', ':\uD83D/a', 'lone-surrogate'],
  ])('is refused that %s', (_, pattern, code) => {
    expect(codeOf(() => checkPattern(pattern))).toBe(code);
  });

  test('with a star before the end is refused with a message that says what to write', () => {
    expect(() => checkPattern('orders/*/items')).toThrow('write ":name" for any one segment before it');
  });

  test('is exact when it is a topic, and only then', () => {
    fc.assert(
      fc.property(fc.oneof(patterns, topics), (pattern) => {
        expect(isExact(pattern)).toBe(codeOf(() => checkTopic(pattern)) === 'accepted');
      }),
    );
  });
});
