import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../src/topic/pattern.ts';
import { patterns, referenceMatch, topics } from './reference.ts';

/** Pattern, topics that it matches, topics that it does not match. */
const specification: readonly [string, readonly string[], readonly string[]][] = [
  ['orders/42', ['orders/42'], ['orders/4', 'orders/421', 'orders', 'Orders/42', 'orders/42/', '/orders/42']],
  ['orders/:id', ['orders/42', 'orders/a b', 'orders/ä'], ['orders', 'orders/', 'orders/42/items', 'carts/42']],
  ['orders/:id/items', ['orders/42/items'], ['orders//items', 'orders/42', 'orders/42/items/1', 'orders/42/item']],
  [':kind', ['orders', ' '], ['/', 'orders/42', 'orders/']],
  [':kind/:id', ['orders/42'], ['orders', '/42', 'orders/', 'a/b/c']],
  ['orders/*', ['orders/42', 'orders/42/items', 'orders/', 'orders//'], ['orders', 'orders2/1', '/orders/42']],
  ['orders/:id/*', ['orders/42/items', 'orders/42/'], ['orders/42', 'orders//items', 'orders/']],
  [':kind/*', ['orders/42', 'orders/42/items'], ['orders', '/42']],
  ['/*', ['/orders', '/'], ['orders/42', 'orders']],
  ['*', ['orders', 'orders/42', '/', 'https://example.com/'], []],
  ['a*b', ['a*b'], ['axb', 'ab']],
  ['**', ['**'], ['a']],
  ['https://example.com/:page', ['https://example.com/books'], ['https://example.com/', 'https:/example.com/books']],
];

describe.each(specification)('the pattern %s', (pattern, matching, others) => {
  const matches = compilePattern(pattern);

  test.each(matching)('matches %s', (topic) => {
    expect(matches(topic)).toBe(true);
  });

  test.each(others)('does not match %s', (topic) => {
    expect(matches(topic)).toBe(false);
  });
});

test('every pattern matches every topic as the reference says', () => {
  fc.assert(
    fc.property(patterns, topics, (pattern, topic) => {
      expect(compilePattern(pattern)(topic)).toBe(referenceMatch(pattern, topic));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of 500 names looks at each segment once, also where only the last one differs', () => {
  const names = ':a/'.repeat(500);
  const topic = 'x/'.repeat(500);
  expect(compilePattern(`${names}end`)(`${topic}end`)).toBe(true);
  expect(compilePattern(`${names}end`)(`${topic}other`)).toBe(false);
  expect(compilePattern(`${names}*`)(topic)).toBe(true);
});
