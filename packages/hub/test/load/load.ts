import { runLoadTest } from '../../src/load/load-test.ts';
import type { LoadReport } from '../../src/load/report.ts';
import { type LoadSettings, planOf } from '../../src/load/settings.ts';

/** Short, and on one thread; the rest as on the command line. */
const quick: Omit<LoadSettings, 'url'> = {
  subscribers: 1,
  topics: 1,
  header: [],
  transport: 'http1',
  say: [],
  stalled: 0,
  storm: 0,
  behind: 100,
  publishHeader: [],
  batch: 1,
  publishers: 1,
  size: 100,
  idle: 0,
  warmup: 0,
  duration: 0.5,
  drain: 5,
  pid: [],
  threads: 1,
};

/** Runs a load test against a server of this test. */
export function load(settings: Partial<LoadSettings> & Pick<LoadSettings, 'url'>): Promise<LoadReport> {
  const plan = planOf({ ...quick, ...settings });
  return runLoadTest(plan, { signal: new AbortController().signal, onSecond: () => undefined });
}

export const sound = { missing: 0, doubled: 0, outOfOrder: 0, dropped: 0 };
