/** Random choices that a seed repeats. */
export interface SeededRandom {
  /** A number from 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to `bound`. */
  below(bound: number): number;
  pick<const T>(choices: readonly [T, ...T[]]): T;
  /** A generator of its own, so that what runs at the same time draws the same numbers whoever comes first. */
  fork(): SeededRandom;
}

/** Mulberry32, by Tommy Ettinger: 32 bits of state, good enough to vary a test. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;

  function bits(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  const next = (): number => bits() / 2 ** 32;
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    fork: () => seededRandom(bits()),
  };
}
