/** What has come of the numbers 1, 2, 3 … that were published in this order. */
export interface Tally {
  readonly received: number;
  /** The highest of them. */
  readonly newest: number;
  /** Left out so far, below the newest. */
  readonly missing: number;
  /** Came again, or after a higher one. */
  readonly doubled: number;
}

export const nothingYet: Tally = { received: 0, newest: 0, missing: 0, doubled: 0 };

/** Counts a number in. */
export function count(tally: Tally, number: number): Tally {
  const { received, newest, missing, doubled } = tally;
  if (number <= newest) return { ...tally, received: received + 1, doubled: doubled + 1 };
  return { received: received + 1, newest: number, missing: missing + number - newest - 1, doubled };
}
