import type { Contender, FanoutCase } from './fanout-case.ts';
import { contendersOf } from './judgement.ts';

/** One measurement to come. */
export interface Turn {
  readonly case: FanoutCase;
  readonly contender: Contender;
  readonly round: number;
}

/**
 * Rounds of a case go over its contenders, A B C A B C, so that what else the machine does falls on all of them. Those that
 * a target compares with each other take part in every round; the others sit out after the second.
 */
export function turnsOf(cases: readonly FanoutCase[], rounds: number): Turn[] {
  return cases.flatMap((one) =>
    Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
      one.contenders
        .filter((contender) => round <= roundsOfAll || isCompared(one, contender))
        .map((contender) => ({ case: one, contender, round })),
    ),
  );
}

/** Nobody compares the others to within percents: two rounds tell where they stand, and the second tells of an accident. */
const roundsOfAll = 2;

function isCompared({ targets }: FanoutCase, { name }: Contender): boolean {
  return targets.map(contendersOf).some((names) => names.length > 1 && names.includes(name));
}
