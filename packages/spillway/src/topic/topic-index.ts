import { type Answer, createMatchCache } from './match-cache.ts';
import { type Member, Members } from './members.ts';
import { createPatternTrie } from './pattern-trie.ts';
import { isExact } from './pattern.ts';

/**
 * Values under patterns, found by the topics that the patterns match.
 *
 * Exact topics are hash look-ups: neither their number nor that of the patterns is felt (bench/topic). Patterns
 * cost by their depth, and once for a topic as long as its answer stays in the cache.
 */
export interface TopicIndex<T> {
  /**
   * Puts `value` under `pattern`; the same pair again changes nothing. A value may stand under several patterns.
   * Patterns that differ only in the names after `:` are one pattern. Throws `invalid-pattern`; bounds on length
   * and characters are up to `checkPattern`.
   */
  add(pattern: string, value: T): void;
  /** Takes the pair away; false if there was none. */
  delete(pattern: string, value: T): boolean;
  /**
   * Each value with a pattern that matches `topic`, once, in no particular order. The array is shared: it must not
   * be changed, and is valid until the next `add` or `delete`.
   */
  match(topic: string): readonly T[];
  /** How many pairs there are. */
  readonly size: number;
}

export interface TopicIndexOptions {
  /** Remember the answers of at most so many topics (default 10,000), with 16 copied values each on average. */
  readonly cachedTopics?: number;
}

const none: readonly never[] = Object.freeze([]);

/**
 * Makes an empty index.
 *
 * @example
 * ```ts
 * const index = createTopicIndex<string>();
 * index.add('orders/:id', 'Ada');
 * index.add('orders/42', 'Grace');
 * index.match('orders/42'); // ['Grace', 'Ada']
 * ```
 */
export function createTopicIndex<T extends Member>({ cachedTopics = 10_000 }: TopicIndexOptions = {}): TopicIndex<T> {
  // A topic's only value stands in the map itself: at a million topics a container for each would cost more
  // memory than all the rest.
  const exact = new Map<string, T | Members<T>>();
  const patterns = createPatternTrie<T>();
  const cache = createMatchCache<T>({ topics: cachedTopics, values: cachedTopics * 16 });
  let exactPairs = 0;
  let patternPairs = 0;

  function addExact(topic: string, value: T): boolean {
    const present = exact.get(topic);
    if (present instanceof Members) return present.add(value);
    if (present === value) return false;
    exact.set(topic, present === undefined ? value : new Members<T>(present, value));
    return true;
  }

  function deleteExact(topic: string, value: T): boolean {
    const present = exact.get(topic);
    if (present instanceof Members) {
      const deleted = present.delete(value);
      if (present.values.length === 0) exact.delete(topic);
      return deleted;
    }
    return present === value && exact.delete(topic);
  }

  function matchExact(topic: string): readonly T[] {
    const present = exact.get(topic);
    if (present instanceof Members) return present.values;
    return present === undefined ? none : [present];
  }

  function matchAll(topic: string): Answer<T> {
    const lists = patterns.match(topic);
    const own = matchExact(topic);
    if (own.length > 0) lists.push(own);
    // The common cases need no copy: what stands under one pattern is a set already.
    if (lists.length <= 1) return { values: lists[0] ?? none, copied: false };
    return { values: [...new Set(lists.flat())], copied: true };
  }

  return {
    add(pattern, value) {
      if (isExact(pattern)) {
        if (!addExact(pattern, value)) return;
        exactPairs++;
        // Other topics' answers are none of this topic's business.
        cache.delete(pattern);
      } else if (patterns.add(pattern, value)) {
        patternPairs++;
        cache.clear();
      }
    },

    delete(pattern, value) {
      if (isExact(pattern)) {
        if (!deleteExact(pattern, value)) return false;
        exactPairs--;
        cache.delete(pattern);
      } else {
        if (!patterns.delete(pattern, value)) return false;
        patternPairs--;
        cache.clear();
      }
      return true;
    },

    match(topic) {
      if (patternPairs === 0) return matchExact(topic);
      let answer = cache.get(topic);
      if (answer === undefined) {
        answer = matchAll(topic);
        cache.set(topic, answer);
      }
      return answer.values;
    },

    get size() {
      return exactPairs + patternPairs;
    },
  };
}
