import { contendersOf } from './judgement.ts';
import { type FigureName, figures } from './figures.ts';
import { type CaseResult, type FanoutResults, ratioToNchan, summaryOf } from './results.ts';

/** A ratio between two servers, as two runs found it: that of their means over the rounds. */
export interface ComparedRatio {
  readonly case: string;
  /** What is compared, such as `Spillway hub, memory log: p99 to nchan`. */
  readonly what: string;
  /** Whether a target is about it: those must agree. */
  readonly isOfTarget: boolean;
  readonly earlier: number;
  readonly later: number;
  /** How far the larger lies above the smaller: 0.15 is 15 %. */
  readonly apart: number;
}

/** Two runs on one machine should find the same ratios, but for so much. */
export const wantedAgreement = 0.15;

/**
 * Every ratio that both runs have: those that targets are about, then each figure of each server to nchan's. Machines
 * differ from hour to hour, and a ratio of two servers that took turns is what should not.
 */
export function compareRuns(earlier: FanoutResults, later: FanoutResults): ComparedRatio[] {
  return earlier.cases.flatMap((before) => {
    const after = later.cases.find((one) => one.case.name === before.case.name);
    if (after === undefined) return [];
    const ofTargets = ratiosOfTargets(after);
    const found = ratiosOf(after);
    return Array.from(ratiosOf(before), ([what, ratio]) => {
      const again = found.get(what) ?? Number.NaN;
      const apart = Math.max(again / ratio, ratio / again) - 1;
      return { case: before.case.name, what, isOfTarget: ofTargets.has(what), earlier: ratio, later: again, apart };
    }).filter(({ apart }) => Number.isFinite(apart));
  });
}

export function agrees({ apart }: ComparedRatio): boolean {
  return apart <= wantedAgreement;
}

/** Whether two runs found the same of all that targets are about. */
export function targetsAgree(ratios: readonly ComparedRatio[]): boolean {
  return ratios.filter(({ isOfTarget }) => isOfTarget).every(agrees);
}

type Ratios = Map<string, number>;

function ratiosOf(result: CaseResult): Ratios {
  return new Map([...ratiosOfTargets(result), ...ratiosToNchan(result)]);
}

/** A target that bounds a difference, too, is about two figures that have a ratio. */
function ratiosOfTargets(result: CaseResult): Ratios {
  const ratios: Ratios = new Map();
  for (const target of result.case.targets) {
    const [name, other] = contendersOf(target);
    const [ours, theirs] = [name, other].map((each) => {
      const contender = result.contenders.find((one) => one.name === each);
      return contender && summaryOf(contender, target.figure)?.value;
    });
    if (other !== undefined && ours !== undefined && theirs) {
      ratios.set(nameOf(target.contender, target.figure, other), ours / theirs);
    }
  }
  return ratios;
}

function ratiosToNchan(result: CaseResult): Ratios {
  const ratios: Ratios = new Map();
  for (const contender of result.contenders) {
    for (const figure of result.case.figures) {
      const ratio = ratioToNchan(result, contender, figure);
      if (ratio !== undefined) ratios.set(nameOf(contender.name, figure, 'nchan'), ratio);
    }
  }
  return ratios;
}

function nameOf(contender: string, figure: FigureName, other: string): string {
  return `${contender}: ${figures[figure].label} to ${other}`;
}
