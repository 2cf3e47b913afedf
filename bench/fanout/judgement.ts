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
  const { unit } = figures[target.figure];
  const value = find(target.contender, target.figure)?.median;
  const bound = 'atLeast' in target ? target.atLeast : target.atMost;
  const wanted = wantedInWords(bound, 'atLeast' in target ? 'least' : 'most', unit);
  const limit = limitOf(bound, target.figure, find);
  if (value === undefined || limit === undefined) return { wanted, found: '–', verdict: 'not measured', target };

  const isMet = 'atLeast' in target ? value >= limit : value <= limit;
  const inTerms = termsOf(bound, value, target.figure, find);
  const found = `${inTerms === undefined ? '' : `${inTerms}, `}${formatQuantity(value, unit)}`;
  return { wanted, found, verdict: isMet ? 'met' : 'missed', target };
}

function limitOf(bound: Bound, figure: FigureName, find: FindSummary): number | undefined {
  if (typeof bound === 'number') return bound;
  const other = find('of' in bound ? bound.of : bound.than, figure)?.median;
  if (other === undefined) return undefined;
  return 'times' in bound ? bound.times * other : other + bound.more;
}

function wantedInWords(bound: Bound, end: 'least' | 'most', unit: Unit): string {
  if (typeof bound === 'number') return bound === 0 ? 'none' : `at ${end} ${formatQuantity(bound, unit)}`;
  if ('more' in bound) return `at ${end} ${formatQuantity(bound.more, unit)} more than ${bound.than}`;
  if (bound.times === 1) return `no ${end === 'least' ? 'less' : 'more'} than ${bound.of}`;
  return `at ${end} ${timesInWords(bound.times)} ${bound.of}`;
}

function timesInWords(times: number): string {
  return times < 1 ? `1/${Math.round(1 / times)} of` : formatQuantity(times, 'times');
}

function termsOf(bound: Bound, value: number, figure: FigureName, find: FindSummary): string | undefined {
  if (typeof bound === 'number') return undefined;
  const other = find('of' in bound ? bound.of : bound.than, figure)?.median;
  if (other === undefined) return undefined;
  if ('more' in bound) return `${formatQuantity(value - other, figures[figure].unit)} more`;
  return formatQuantity(value / other, 'times');
}
