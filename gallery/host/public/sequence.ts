/** Where a sample stands: its number, in the run of the publisher that took it. */
export interface Place {
  readonly run: string;
  readonly sequence: number;
}

/** What a page has seen of the samples' numbers: each that is missing is a hole, each that came again is a double. */
export interface SeenSequence {
  readonly seen: number;
  readonly holes: number;
  readonly doubles: number;
  /** The newest place; none before the first sample. */
  readonly newest: Place | undefined;
}

export const nothingSeen: SeenSequence = { seen: 0, holes: 0, doubles: 0, newest: undefined };

/**
 * Takes the next sample's place into account. The first sample of all may have any number, for older ones may have left
 * the log; the first of a later run must be number 1.
 */
export function see(before: SeenSequence, place: Place): SeenSequence {
  const { newest } = before;
  const seen = before.seen + 1;
  if (newest === undefined) return { ...before, seen, newest: place };
  const due = newest.run === place.run ? newest.sequence + 1 : 1;
  if (place.sequence < due) return { ...before, seen, doubles: before.doubles + 1 };
  return { ...before, seen, holes: before.holes + place.sequence - due, newest: place };
}
