import type { LoadReport } from '@spillway/hub';
import type { FanoutCase, Target } from '../../fanout/fanout-case.ts';
import type { CaseResult, FanoutResults } from '../../fanout/results.ts';

/** What a round measured: the few figures that these tests read. */
export interface Round {
  readonly p99?: number;
  readonly missing?: number;
}

const whole = { missing: 0, doubled: 0, outOfOrder: 0, dropped: 0 };

/** A case of which only its targets matter. */
export function oneCase(...targets: Target[]): FanoutCase {
  return {
    name: 'saturation',
    title: '',
    shows: '',
    plan: { subscribers: 1 },
    contenders: [],
    figures: ['latencyP99'],
    targets,
  };
}

/** A case's results, with the rounds of each contender. */
export function caseResult(one: FanoutCase, rounds: Readonly<Record<string, readonly Round[]>>): CaseResult {
  return {
    case: one,
    contenders: Object.entries(rounds).map(([name, measured]) => ({
      name,
      peer: name,
      measurements: measured.map(({ p99 = 1, missing = 0 }) => ({ outcome: 'measured', report: report(p99, missing) })),
    })),
  };
}

export function results(...cases: CaseResult[]): FanoutResults {
  const machine = {} as FanoutResults['machine'];
  return { startedAt: '', command: 'fanout', rounds: 1, isQuick: false, machine, peerVersions: {}, cases };
}

function report(p99: number, missing: number): LoadReport {
  return {
    latency: { p99 },
    integrity: { ...whole, missing },
    connecting: { failed: 0 },
    window: { refused: 0 },
    generator: { warnings: [] },
  } as unknown as LoadReport;
}
