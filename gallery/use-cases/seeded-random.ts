/** Random choices that a seed repeats. */
export interface SeededRandom {
  /** A number from 0 up to 1. */
  next(this: void): number;
  /** Throws a RangeError where there is nothing to choose from. */
  pick<T>(this: void, choices: readonly T[]): T;
}

/** Mulberry32, by Tommy Ettinger, seeded by text (FNV-1a): good enough for a simulation, and for nothing that is secret. */
export function seededRandom(seed: string): SeededRandom {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    pick(choices) {
      const index = Math.floor(next() * choices.length);
      if (index >= choices.length) throw new RangeError('there is nothing to choose from');
      return choices[index] as (typeof choices)[number];
    },
  };
}
