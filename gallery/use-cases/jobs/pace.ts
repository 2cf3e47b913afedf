/** How fast something goes on, by how far it came lately. */
export interface Pace {
  /** How much of the whole is done in a second; null until that can be said. */
  perSecond(): number | null;
  /** Null until that can be said. */
  secondsLeft(): number | null;
  /** Takes in how far it has come, from 0 to 1. */
  reach(part: number): void;
}

/** Encoders take their bytes in gulps: over so long they even out. */
const lookBackMs = 8_000;
const leastMs = 1_000;

export function createPace(now: () => number = performance.now.bind(performance)): Pace {
  /** The oldest first. All but the first are no older than what is looked back at. */
  const marks = [{ at: now(), part: 0 }];

  function perSecond(): number | null {
    const [first, last] = [marks[0], marks.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < leastMs) return null;
    return last.part > first.part ? ((last.part - first.part) / (last.at - first.at)) * 1000 : null;
  }

  return {
    perSecond,
    secondsLeft() {
      const rate = perSecond();
      return rate === null ? null : (1 - (marks.at(-1)?.part ?? 0)) / rate;
    },
    reach(part) {
      const at = now();
      marks.push({ at, part });
      while (marks[1] !== undefined && marks[1].at < at - lookBackMs) marks.shift();
    },
  };
}
