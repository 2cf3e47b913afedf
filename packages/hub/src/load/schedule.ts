/**
 * When posts are due, in microseconds since the test began. At a fixed rate they are due on a schedule that waits for
 * nobody, however late they can be sent: so no delay of the server hides what would have been sent meanwhile.
 */
export interface Schedule {
  /** When the next post is due; Infinity when there is none any more. */
  nextAt(now: number): number;
  /** Takes the next post, which is sent now; tells when it was due. */
  take(now: number): number;
  /** Nothing is due from then on. */
  endAt(micros: number): void;
  /** How many posts were given up: they had been due for longer than is waited. */
  readonly abandoned: number;
}

export interface ScheduleTimes {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** A post is due every `intervalMicros`. What has waited for 10 seconds is given up: the server does not take the rate. */
export function createFixedRate({ fromMicros, toMicros }: ScheduleTimes, intervalMicros: number): Schedule {
  let taken = 0;
  let abandoned = 0;
  let end = toMicros;
  const dueAt = (post: number): number => fromMicros + post * intervalMicros;
  return {
    nextAt(now) {
      if (dueAt(taken) < now - longestWaitMicros) {
        const waiting = Math.ceil((now - longestWaitMicros - dueAt(taken)) / intervalMicros);
        const given = Math.min(waiting, Math.max(0, Math.ceil((end - dueAt(taken)) / intervalMicros)));
        abandoned += given;
        taken += given;
      }
      return dueAt(taken) < end ? dueAt(taken) : Infinity;
    },
    take: () => dueAt(taken++),
    endAt: (micros) => void (end = Math.min(end, micros)),
    get abandoned() {
      return abandoned;
    },
  };
}

const longestWaitMicros = 10_000_000;

/** A post is due whenever a publisher is free to send it. */
export function createSaturation({ fromMicros, toMicros }: ScheduleTimes): Schedule {
  let end = toMicros;
  return {
    nextAt: (now) => (now < end ? fromMicros : Infinity),
    take: (now) => now,
    endAt: (micros) => void (end = Math.min(end, micros)),
    abandoned: 0,
  };
}
