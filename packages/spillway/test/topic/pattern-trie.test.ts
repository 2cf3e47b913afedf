import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isExact } from '../../src/topic/pattern.ts';
import { createPatternTrie } from '../../src/topic/pattern-trie.ts';
import { patterns } from './reference.ts';

test('patterns share the nodes of the segments that they have in common', () => {
  const trie = createPatternTrie<string>();
  trie.add('orders/:id/items/*', 'Ada'); // orders, :id, items
  trie.add('orders/:number/items/:item', 'Ada'); // :item
  trie.add('orders/*', 'Ada'); // none
  expect(trie.nodes).toBe(4);
});

test('patterns that were all deleted leave no node, in whatever order they went', () => {
  const inexact = patterns.filter((pattern) => !isExact(pattern));
  const orders = fc
    .uniqueArray(inexact, { maxLength: 20, size: 'max' })
    .chain((added) => fc.tuple(fc.constant(added), fc.shuffledSubarray(added, { minLength: added.length })));
  fc.assert(
    fc.property(orders, ([added, deleted]) => {
      const trie = createPatternTrie<string>();
      for (const pattern of added) trie.add(pattern, 'Ada');
      for (const pattern of deleted) trie.delete(pattern, 'Ada');
      expect(trie.nodes).toBe(0);
    }),
    { numRuns: 300 },
  );
});
