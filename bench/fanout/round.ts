import type { Contender, FanoutCase } from './fanout-case.ts';

/** One measurement to come. */
export interface Turn {
  readonly case: FanoutCase;
  readonly contender: Contender;
  readonly round: number;
}

/** Rounds of a case go over its contenders, A B C A B C, so that what else the machine does falls on all of them. */
export function turnsOf(cases: readonly FanoutCase[], rounds: number): Turn[] {
  return cases.flatMap((one) =>
    Array.from({ length: rounds }, (_, index) =>
      one.contenders.map((contender) => ({ case: one, contender, round: index + 1 })),
    ).flat(),
  );
}
