/** What an index answered for a topic. */
export interface Answer<T> {
  readonly values: readonly T[];
  /** Whether `values` was made for this answer; otherwise it is an array of the index and costs nothing to keep. */
  readonly copied: boolean;
}

/**
 * Answers by topic, bounded by the number of topics and by the values that were copied for them.
 *
 * Two generations: new answers and those used again go to the young one; when it is full the old one is dropped and
 * the young one becomes old. So a topic that is published to more often than the cache turns over stays, at the cost
 * of a hash look-up.
 */
export interface MatchCache<T> {
  get(topic: string): Answer<T> | undefined;
  set(topic: string, answer: Answer<T>): void;
  /** Forgets one topic's answer. */
  delete(topic: string): void;
  clear(): void;
}

export interface MatchCacheBounds {
  /** At most so many topics, at least 2. */
  readonly topics: number;
  /** At most so many copied values in all answers together; in a generation a single answer may hold more, alone. */
  readonly values: number;
}

export function createMatchCache<T>(bounds: MatchCacheBounds): MatchCache<T> {
  let young = new Map<string, Answer<T>>();
  let old = new Map<string, Answer<T>>();
  let youngValues = 0;

  function set(topic: string, answer: Answer<T>): void {
    // Each generation gets half of the bounds.
    const full = young.size >= bounds.topics / 2 || youngValues + weight(answer) > bounds.values / 2;
    if (full && young.size > 0) {
      old = young;
      young = new Map();
      youngValues = 0;
    }
    young.set(topic, answer);
    youngValues += weight(answer);
  }

  return {
    get(topic) {
      const fresh = young.get(topic);
      if (fresh !== undefined) return fresh;
      const kept = old.get(topic);
      if (kept !== undefined) set(topic, kept);
      return kept;
    },
    set,
    delete(topic) {
      const answer = young.get(topic);
      if (answer !== undefined) {
        young.delete(topic);
        youngValues -= weight(answer);
      }
      old.delete(topic);
    },
    clear() {
      if (young.size > 0) young = new Map();
      if (old.size > 0) old = new Map();
      youngValues = 0;
    },
  };
}

function weight({ values, copied }: Answer<unknown>): number {
  return copied ? values.length : 0;
}
