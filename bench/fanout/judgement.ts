import { type Unit, formatQuantity } from '@spillway/hub/report';
import type { Bound, Target } from './fanout-case.ts';
import { type FigureName, figures } from './figures.ts';
import type { Summary } from './statistics.ts';

/** A target, and what became of it. */
export interface Judgement {
  /** What was wanted, such as `at least 25x nchan`. */
  readonly wanted: string;
  /** What was measured, in the terms of the target; a dash where it was not. */
  readonly found: string;
  readonly verdict: 'met' | 'missed' | 'not measured';
  readonly target: Target;
}

/** Finds a contender's figure over all rounds. */
export type FindSummary = (contender: string, figure: FigureName) => Summary | undefined;

export function judge(target: Target, find: FindSummary): Judgement {
  const { contender, figure } = target;
  const { unit } = figures[figure];
  const bound = boundOf(target);
  const other = otherOf(bound);
  const wanted = wantedInWords(bound, 'atLeast' in target ? 'least' : 'most', unit);
  const value = find(contender, figure)?.value;
  // A bound that is a number is compared to nothing else.
  const reference = other === undefined ? 0 : find(other, figure)?.value;
  if (value === undefined || reference === undefined) return { wanted, found: '–', verdict: 'not measured', target };

  const limit = limitOf(bound, reference);
  const isMet = 'atLeast' in target ? value >= limit : value <= limit;
  return { wanted, found: foundInWords(bound, value, reference, unit), verdict: isMet ? 'met' : 'missed', target };
}

/** The contender, and the one that it is compared to, if any. */
export function contendersOf(target: Target): string[] {
  const other = otherOf(boundOf(target));
  return other === undefined ? [target.contender] : [target.contender, other];
}

function boundOf(target: Target): Bound {
  return 'atLeast' in target ? target.atLeast : target.atMost;
}

function otherOf(bound: Bound): string | undefined {
  if (typeof bound === 'number') return undefined;
  return 'of' in bound ? bound.of : bound.than;
}

function limitOf(bound: Bound, reference: number): number {
  if (typeof bound === 'number') return bound;
  return 'times' in bound ? bound.times * reference : reference + bound.more;
}

function wantedInWords(bound: Bound, end: 'least' | 'most', unit: Unit): string {
  if (typeof bound === 'number') return bound === 0 ? 'none' : `at ${end} ${formatQuantity(bound, unit)}`;
  if ('more' in bound) return `at ${end} ${formatQuantity(bound.more, unit)} more than ${bound.than}`;
  if (bound.times === 1) return `no ${end === 'least' ? 'less' : 'more'} than ${bound.of}`;
  const times = bound.times < 1 ? `1/${Math.round(1 / bound.times)} of` : formatQuantity(bound.times, 'times');
  return `at ${end} ${times} ${bound.of}`;
}

function foundInWords(bound: Bound, value: number, reference: number, unit: Unit): string {
  const amount = formatQuantity(value, unit);
  if (typeof bound === 'number') return amount;
  if ('more' in bound) return `${formatQuantity(value - reference, unit)} more, ${amount}`;
  return `${formatQuantity(value / reference, 'times')}, ${amount}`;
}
