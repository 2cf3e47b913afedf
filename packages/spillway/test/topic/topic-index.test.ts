import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpillwayError } from '../../src/error.ts';
import { createTopicIndex } from '../../src/topic/topic-index.ts';
import { patterns, referenceMatch, topics } from './reference.ts';

/** Patterns are compared without their names. */
const nameless = (pattern: string) => pattern.replaceAll(/(?<=^|\/):[^/]+/g, ':x');

const sorted = (values: readonly string[]) => values.toSorted();

describe('the index', () => {
  test('finds the values of every pattern that matches, exact or not', () => {
    const index = createTopicIndex<string>();
    index.add('orders/42', 'Ada');
    index.add('orders/:id', 'Grace');
    index.add('orders/*', 'Alan');
    index.add('*', 'Edsger');
    index.add('orders/43', 'Barbara');
    index.add('orders/:id/items', 'Donald');

    expect(sorted(index.match('orders/42'))).toEqual(['Ada', 'Alan', 'Edsger', 'Grace']);
    expect(sorted(index.match('orders/43'))).toEqual(['Alan', 'Barbara', 'Edsger', 'Grace']);
    expect(sorted(index.match('orders/42/items'))).toEqual(['Alan', 'Donald', 'Edsger']);
    expect(index.match('prices')).toEqual(['Edsger']);
  });

  test('finds a value once that stands under several patterns', () => {
    const index = createTopicIndex<string>();
    for (const pattern of ['orders/42', 'orders/:id', 'orders/*', '*']) index.add(pattern, 'Ada');

    expect(index.match('orders/42')).toEqual(['Ada']);
    expect(index.size).toBe(4);
  });

  test('counts a pair once that is added twice, and one deletion takes it away', () => {
    const index = createTopicIndex<string>();
    for (const pattern of ['prices', 'prices', 'orders/:id', 'orders/:id']) index.add(pattern, 'Ada');

    expect(index.size).toBe(2);
    expect(index.delete('prices', 'Ada')).toBe(true);
    expect(index.delete('orders/:id', 'Ada')).toBe(true);
    expect(index.match('prices')).toEqual([]);
    expect(index.match('orders/42')).toEqual([]);
    expect(index.size).toBe(0);
  });

  test('takes patterns for one that differ only in their names', () => {
    const index = createTopicIndex<string>();
    index.add('orders/:id', 'Ada');
    index.add('orders/:number', 'Ada');

    expect(index.size).toBe(1);
    expect(index.delete('orders/:order', 'Ada')).toBe(true);
    expect(index.match('orders/42')).toEqual([]);
  });

  test('says that it deleted nothing where there was nothing', () => {
    const index = createTopicIndex<string>();
    index.add('orders/42', 'Ada');
    index.add('orders/:id', 'Ada');

    for (const pattern of ['orders/42', 'orders/:id', 'orders/43', 'orders/:id/items', 'orders/*', '*']) {
      expect(index.delete(pattern, 'Grace')).toBe(false);
    }
    expect(index.delete('orders', 'Ada')).toBe(false);
    expect(index.size).toBe(2);
  });

  test('keeps a shorter pattern when a longer one is deleted, and the other way round', () => {
    const index = createTopicIndex<string>();
    index.add('a/:b', 'short');
    index.add('a/:b/c/*', 'long');

    index.delete('a/:b/c/*', 'long');
    expect(index.match('a/1')).toEqual(['short']);
    index.add('a/:b/c/*', 'long');
    index.delete('a/:b', 'short');
    expect(index.match('a/1/c/2')).toEqual(['long']);
  });

  test('refuses a star before the end, and has not changed then', () => {
    const index = createTopicIndex<string>();
    expect(() => index.add('orders/*/items', 'Ada')).toThrow(SpillwayError);
    expect(index.size).toBe(0);
  });

  test('takes objects by identity', () => {
    const index = createTopicIndex<{ name: string }>();
    const ada = { name: 'Ada' };
    index.add('prices', ada);
    index.add('prices', { name: 'Ada' });

    expect(index.match('prices')).toHaveLength(2);
    expect(index.delete('prices', { name: 'Ada' })).toBe(false);
    expect(index.delete('prices', ada)).toBe(true);
  });
});

describe('the answer of the index', () => {
  test('is the same array until something changes, however many values it holds', () => {
    const index = createTopicIndex<string>();
    for (let i = 0; i < 1000; i++) index.add('orders/42', `exact ${i}`);
    for (let i = 0; i < 1000; i++) index.add('orders/:id', `pattern ${i}`);

    const answer = index.match('orders/42');
    expect(answer).toHaveLength(2000);
    expect(index.match('orders/42')).toBe(answer);
  });

  test('is kept when another exact topic comes and goes', () => {
    const index = createTopicIndex<string>();
    index.add('orders/:id', 'Ada');
    index.add('*', 'Grace');
    const answer = index.match('orders/42');

    index.add('orders/43', 'Alan');
    index.delete('orders/43', 'Alan');
    expect(index.match('orders/42')).toBe(answer);
  });

  test('changes with the topic itself, with its patterns, and with its last pattern', () => {
    const index = createTopicIndex<string>();
    index.add('*', 'Ada');
    expect(index.match('orders/42')).toEqual(['Ada']);

    index.add('orders/42', 'Grace');
    expect(sorted(index.match('orders/42'))).toEqual(['Ada', 'Grace']);
    index.add('orders/:id', 'Alan');
    expect(sorted(index.match('orders/42'))).toEqual(['Ada', 'Alan', 'Grace']);
    index.delete('orders/42', 'Grace');
    expect(sorted(index.match('orders/42'))).toEqual(['Ada', 'Alan']);
    index.delete('orders/:id', 'Alan');
    index.delete('*', 'Ada');
    expect(index.match('orders/42')).toEqual([]);
  });
});

describe('under random additions, deletions and look-ups', () => {
  const value = fc.constantFrom('Ada', 'Grace', 'Alan');
  const step = fc.oneof(
    fc.record({ act: fc.constant('add' as const), pattern: patterns, value }),
    fc.record({ act: fc.constant('delete' as const), pattern: patterns, value }),
    fc.record({ act: fc.constant('match' as const), topic: topics }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
  test.each([2, 5, 10_000])('the index with a cache of %i topics answers as the reference does', (cachedTopics) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const index = createTopicIndex<string>({ cachedTopics });
        const pairs = new Map<string, { pattern: string; value: string }>();

        const answerOfIndex = (each: Step) => {
          if (each.act === 'match') return sorted(index.match(each.topic));
          if (each.act === 'delete') return index.delete(each.pattern, each.value);
          return index.add(each.pattern, each.value);
        };
        const answerOfReference = (each: Step) => {
          if (each.act === 'match') {
            const matching = [...pairs.values()].filter(({ pattern }) => referenceMatch(pattern, each.topic));
            return sorted([...new Set(matching.map((pair) => pair.value))]);
          }
          const pair = { pattern: nameless(each.pattern), value: each.value };
          const key = JSON.stringify(pair);
          if (each.act === 'delete') return pairs.delete(key);
          pairs.set(key, pair);
          return undefined;
        };

        for (const each of steps) {
          expect(answerOfIndex(each)).toEqual(answerOfReference(each));
          expect(index.size).toBe(pairs.size);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a crowd under one pattern holds exactly those who came and did not leave', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('orders/42', 'orders/:id'),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 })), { maxLength: 300, size: 'max' }),
        (pattern, steps) => {
          const index = createTopicIndex<string>();
          const crowd = new Set<string>();
          for (const [comes, number] of steps) {
            const name = `subscriber ${number}`;
            if (comes) {
              index.add(pattern, name);
              crowd.add(name);
            } else {
              index.delete(pattern, name);
              crowd.delete(name);
            }
            expect(sorted(index.match('orders/42'))).toEqual(sorted([...crowd]));
          }
        },
      ),
    );
  });
});

describe('against an adversary', () => {
  test('patterns of all combinations of literals and names match once each', () => {
    const index = createTopicIndex<string>();
    const depth = 10;
    for (let bits = 0; bits < 2 ** depth; bits++) {
      const segments = Array.from({ length: depth }, (_, place) => (bits & (1 << place) ? ':x' : 'a'));
      index.add(segments.join('/'), `pattern ${bits}`);
    }

    expect(index.match(Array.from({ length: depth }, () => 'a').join('/'))).toHaveLength(2 ** depth);
  });

  test('names in all 500 levels cost one node a level, although literals stand beside them', () => {
    // A matcher that tries both ways at each level and starts over would need 2^500 steps here.
    const index = createTopicIndex<string>();
    index.add(`${':x/'.repeat(500)}end`, 'names');
    index.add(`${'a/'.repeat(499)}:x/end`, 'literals');
    for (let level = 0; level < 500; level++) {
      index.add(`${'a/'.repeat(level)}:x/${'a/'.repeat(499 - level)}end`, `name at ${level}`);
    }

    expect(index.match(`${'a/'.repeat(500)}other`)).toEqual([]);
    // The name at 499 is the pattern of 'literals' once more.
    expect(index.match(`${'a/'.repeat(500)}end`)).toHaveLength(502);
  });

  test('segments named like properties of objects are ordinary segments', () => {
    const index = createTopicIndex<string>();
    for (const name of ['__proto__', 'constructor', 'toString']) {
      index.add(name, `exact ${name}`);
      index.add(`${name}/:x`, `pattern ${name}`);
    }

    expect(index.match('__proto__')).toEqual(['exact __proto__']);
    expect(index.match('constructor/1')).toEqual(['pattern constructor']);
    expect(index.match('hasOwnProperty')).toEqual([]);
  });
});
