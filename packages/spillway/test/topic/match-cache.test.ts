import { expect, test } from 'vitest';
import { createMatchCache } from '../../src/topic/match-cache.ts';

const shared = { values: ['Ada'], copied: false };
const copied = (count: number) => ({ values: Array.from({ length: count }, (_, i) => `${i}`), copied: true });

test('the cache never knows more topics than its bound', () => {
  const cache = createMatchCache<string>({ topics: 10, values: 1000 });
  const topics = Array.from({ length: 100 }, (_, i) => `topic ${i}`);
  for (const topic of topics) cache.set(topic, shared);

  // From the newest on: what is asked for first is not pushed out by those that are asked for later.
  const known = topics.toReversed().filter((topic) => cache.get(topic) !== undefined);
  expect(known.length).toBeGreaterThanOrEqual(5);
  expect(known.length).toBeLessThanOrEqual(10);
});

test('a topic that is asked for again and again stays while others pass', () => {
  const cache = createMatchCache<string>({ topics: 10, values: 1000 });
  cache.set('busy', shared);
  for (let i = 0; i < 100; i++) {
    cache.set(`topic ${i}`, shared);
    expect(cache.get('busy')).toBe(shared);
  }
});

test('answers that copied many values push others out; arrays of the index count nothing', () => {
  const cache = createMatchCache<string>({ topics: 1000, values: 100 });
  cache.set('first', shared);
  for (let i = 0; i < 10; i++) cache.set(`shared ${i}`, { values: copied(50).values, copied: false });
  expect(cache.get('first')).toBe(shared);

  for (let i = 0; i < 3; i++) cache.set(`copied ${i}`, copied(40));
  expect(cache.get('first')).toBeUndefined();
  expect(cache.get('copied 2')).toBeDefined();
});

test('a deleted topic is forgotten in both generations', () => {
  const cache = createMatchCache<string>({ topics: 4, values: 100 });
  for (const topic of ['old', 'older', 'young']) cache.set(topic, shared);
  cache.delete('old');
  cache.delete('young');
  expect([cache.get('old'), cache.get('older'), cache.get('young')]).toEqual([undefined, shared, undefined]);
});

test('a deleted topic gives back what its answer counted', () => {
  const cache = createMatchCache<string>({ topics: 1000, values: 100 });
  for (let i = 0; i < 100; i++) {
    cache.set(`beside ${i}`, shared);
    cache.set('churning', copied(40));
    cache.delete('churning');
  }
  expect(cache.get('beside 0')).toBe(shared);
});
