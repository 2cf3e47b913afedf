import type { FanoutCase } from './fanout-case.ts';
import { type FigureName, figures } from './figures.ts';
import { type FindSummary, type Judgement, contendersOf, judge } from './judgement.ts';
import type { Machine } from './machine.ts';
import type { Measurement } from './measurement.ts';
import { peers } from './peers/peers.ts';
import { type Summary, summarize } from './statistics.ts';

/** All that a run found, as it is written to disk. */
export interface FanoutResults {
  readonly startedAt: string;
  /** The arguments behind `npm run bench --`. */
  readonly command: string;
  /** As asked for; contenders that no target compares have fewer. */
  readonly rounds: number;
  readonly isQuick: boolean;
  readonly machine: Machine;
  /** By the peers' names; why one cannot run stands in place of its version. */
  readonly peerVersions: Readonly<Record<string, string>>;
  readonly cases: readonly CaseResult[];
}

export interface CaseResult {
  readonly case: FanoutCase;
  readonly contenders: readonly ContenderResult[];
}

export interface ContenderResult {
  readonly name: string;
  readonly peer: string;
  /** One for each round that it took part in. */
  readonly measurements: readonly Measurement[];
}

export function summaryOf({ measurements }: ContenderResult, figure: FigureName): Summary | undefined {
  const values = measurements.flatMap((one) => (one.outcome === 'measured' ? [figures[figure].of(one.report)] : []));
  return summarize(
    values.filter((value) => value !== undefined),
    figure === 'faults' ? 'most' : 'mean',
  );
}

/** The targets of a case, but for those that are about contenders who were not asked for. */
export function judgementsOf(result: CaseResult): Judgement[] {
  const find: FindSummary = (name, figure) => {
    const contender = result.contenders.find((one) => one.name === name);
    return contender && summaryOf(contender, figure);
  };
  const names = result.contenders.map(({ name }) => name);
  return result.case.targets
    .filter((target) => contendersOf(target).every((name) => names.includes(name)))
    .map((target) => judge(target, find));
}

/** A figure as a multiple of nchan's in the same case; undefined where nchan is not in it with the same plan. */
export function ratioToNchan(result: CaseResult, contender: ContenderResult, figure: FigureName): number | undefined {
  const nchan = result.contenders.find(({ name }) => name === peers.nchan.title);
  if (nchan === undefined || nchan === contender || figure === 'faults') return undefined;
  const [ours, theirs] = [summaryOf(contender, figure)?.value, summaryOf(nchan, figure)?.value];
  return ours === undefined || theirs === undefined || theirs === 0 ? undefined : ours / theirs;
}

/** What a reader must know beside the figures: failures, loss, and doubts of the load generator; each with whom it is about. */
export function notesOf({ contenders }: CaseResult): string[] {
  const about = new Map<string, string[]>();
  for (const contender of contenders) {
    for (const note of new Set(contender.measurements.flatMap(notesOfOne))) {
      about.set(note, [...(about.get(note) ?? []), contender.name]);
    }
  }
  return Array.from(about, ([note, names]) => `${names.join('; ')}: ${note}`);
}

function notesOfOne(measurement: Measurement): string[] {
  if (measurement.outcome !== 'measured') return [`${measurement.outcome}: ${measurement.because}`];
  const { integrity, connecting, window, generator } = measurement.report;
  return [
    ...(integrity.missing > 0 ? ['events were lost'] : []),
    ...(integrity.dropped > 0 ? ['streams were lost'] : []),
    ...(connecting.failed > 0 ? [`subscribers could not connect: ${connecting.reason ?? 'no reason known'}`] : []),
    ...(window.refused > 0 ? [`publishes were refused: ${window.reason ?? 'no reason known'}`] : []),
    ...generator.warnings,
  ];
}
