import { styleText } from 'node:util';
import { formatQuantity } from '@spillway/hub/report';
import { contendersOf } from './judgement.ts';
import { type FigureName, figures } from './figures.ts';
import { type CaseResult, type FanoutResults, ratioToNchan, summaryOf } from './results.ts';

/** A ratio between two servers, as two runs found it. */
export interface ComparedRatio {
  readonly case: string;
  /** What is compared, such as `Spillway hub, memory log: p99 to nchan`. */
  readonly what: string;
  readonly earlier: number;
  readonly later: number;
  /** How far the larger lies above the smaller: 0.15 is 15 %. */
  readonly apart: number;
}

/**
 * Every ratio that both runs have: each figure of each server to nchan's, and those that targets are about. Machines
 * differ from hour to hour, and a ratio of two servers that took turns is what should not.
 */
export function compareRuns(earlier: FanoutResults, later: FanoutResults): ComparedRatio[] {
  return earlier.cases.flatMap((before) => {
    const after = later.cases.find((one) => one.case.name === before.case.name);
    if (after === undefined) return [];
    const found = ratiosOf(after);
    return Array.from(ratiosOf(before), ([what, ratio]) => {
      const again = found.get(what);
      const apart = again === undefined ? Number.NaN : Math.max(again / ratio, ratio / again) - 1;
      return { case: before.case.name, what, earlier: ratio, later: again ?? Number.NaN, apart };
    }).filter(({ apart }) => Number.isFinite(apart));
  });
}

function ratiosOf(result: CaseResult): Map<string, number> {
  const ratios = new Map<string, number>();
  for (const contender of result.contenders) {
    for (const figure of result.case.figures) {
      const ratio = ratioToNchan(result, contender, figure);
      if (ratio !== undefined) ratios.set(nameOf(contender.name, figure, 'nchan'), ratio);
    }
  }
  for (const target of result.case.targets) {
    const [ours, other] = contendersOf(target).map((each) => {
      const contender = result.contenders.find((one) => one.name === each);
      return contender && summaryOf(contender, target.figure)?.value;
    });
    const [, otherName] = contendersOf(target);
    if (otherName !== undefined && ours !== undefined && other) {
      ratios.set(nameOf(target.contender, target.figure, otherName), ours / other);
    }
  }
  return ratios;
}

function nameOf(contender: string, figure: FigureName, other: string): string {
  return `${contender}: ${figures[figure].label} to ${other}`;
}

/** The ratios that are further apart than `most`, and how many are not. */
export function agreementTable(ratios: readonly ComparedRatio[], most: number): string {
  const apart = ratios.filter((one) => one.apart > most).toSorted((a, b) => b.apart - a.apart);
  const lines = apart.map(
    (one) =>
      `  ${styleText('yellow', `${Math.round(100 * one.apart)} %`.padStart(6))}  ${one.case}, ${one.what}: ` +
      `${formatQuantity(one.earlier, 'times')}, then ${formatQuantity(one.later, 'times')}`,
  );
  const agreed = `${ratios.length - apart.length} of ${ratios.length} ratios agree within ${Math.round(100 * most)} %`;
  return [agreed, ...lines].join('\n');
}
