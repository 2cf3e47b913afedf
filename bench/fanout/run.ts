import { withDurations } from './cases.ts';
import type { FanoutCase } from './fanout-case.ts';
import { expectedSeconds } from './load-plan.ts';
import { type Measurement, measure } from './measurement.ts';
import { peers } from './peers/peers.ts';
import type { Processors } from './processors.ts';
import { createProgress } from './progress.ts';
import type { CaseResult } from './results.ts';
import { type Turn, turnsOf } from './round.ts';

export interface RunOptions {
  readonly cases: readonly FanoutCase[];
  readonly rounds: number;
  readonly isQuick: boolean;
  readonly processors: Processors;
  /** Ends the run early: what was measured until then is kept. */
  readonly signal: AbortSignal;
  /** Hears of each case once all of it was measured, or the run has ended. */
  readonly onCase: (result: CaseResult) => void;
}

/** Measures every contender of every case, one at a time. */
export async function run({ cases, rounds, isQuick, processors, signal, onCase }: RunOptions): Promise<void> {
  const planOf = ({ case: { plan }, contender }: Turn) => withDurations({ ...plan, ...contender.plan }, isQuick);
  const turns = turnsOf(cases, rounds);
  const progress = createProgress(turns, (turn) => expectedSeconds(planOf(turn)));

  for (const one of cases) {
    const measured = new Map(one.contenders.map(({ name }): [string, Measurement[]] => [name, []]));
    for (const turn of turns.filter((each) => each.case === one)) {
      if (signal.aborted) break;
      progress.begin(turn);
      const measurement = await measure(peers[turn.contender.peer], planOf(turn), processors, signal).catch(stopped);
      if (measurement !== undefined) measured.get(turn.contender.name)?.push(measurement);
    }
    progress.clear();
    const contenders = one.contenders.map(({ name, peer }) => ({ name, peer, measurements: measured.get(name) ?? [] }));
    onCase({ case: one, contenders });
    if (signal.aborted) break;
  }

  function stopped(error: unknown): undefined {
    if (!signal.aborted) throw error;
  }
}
