import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { agreementTable } from '../../fanout/agreement-table.ts';
import { compareRuns, targetsAgree } from '../../fanout/agreement.ts';
import type { Target } from '../../fanout/fanout-case.ts';
import { type Round, caseResult, oneCase, results } from './results.ts';

const noLaterThanNchan: Target = { contender: 'hub', figure: 'latencyP99', atMost: { times: 1, of: 'nchan' } };

function run(rounds: Readonly<Record<string, readonly Round[]>>, ...targets: Target[]) {
  return results(caseResult(oneCase(...targets), rounds));
}

function tableOf(...runs: Parameters<typeof compareRuns>): string {
  return stripVTControlCharacters(agreementTable(compareRuns(...runs)));
}

test('two runs of a machine that became twice as slow agree, for their ratios are the same', () => {
  const earlier = run({ nchan: [{ p99: 40 }], hub: [{ p99: 20 }] });
  const later = run({ nchan: [{ p99: 80 }], hub: [{ p99: 40 }] });
  expect(compareRuns(earlier, later)).toMatchObject([
    { what: 'hub: p99 to nchan', isOfTarget: false, earlier: 0.5, later: 0.5, apart: 0 },
  ]);
});

test('a ratio is that of the means over the rounds', () => {
  const earlier = run({ nchan: [{ p99: 10 }, { p99: 11 }, { p99: 39 }], hub: [{ p99: 1 }, { p99: 19 }, { p99: 100 }] });
  expect(compareRuns(earlier, earlier)).toMatchObject([{ earlier: 2 }]);
});

test('every ratio that a target is about is listed, those to others than nchan and those of a difference too', () => {
  const figures = { nchan: [{ p99: 40 }], hub: [{ p99: 20 }], stalled: [{ p99: 24 }], wide: [{ p99: 30 }] };
  const targets: Target[] = [
    noLaterThanNchan,
    { contender: 'stalled', figure: 'latencyP99', atMost: { times: 1.2, of: 'hub' } },
    { contender: 'wide', figure: 'latencyP99', atMost: { more: 1000, than: 'hub' } },
    { contender: 'wide', figure: 'latencyP99', atMost: 50 },
  ];
  const same = run(figures, ...targets);
  const table = tableOf(same, same);
  expect(table).toContain('Ratios that targets are about: 3 of 3 agree within 15 %');
  expect(table).toMatch(/saturation, hub: p99 to nchan +0\.5x +0\.5x +0\.0 %/);
  expect(table).toMatch(/saturation, stalled: p99 to hub +1\.2x +1\.2x +0\.0 %/);
  expect(table).toMatch(/saturation, wide: p99 to hub +1\.5x +1\.5x +0\.0 %/);
});

test('of the other ratios those that are further apart than wanted are listed, upwards and downwards', () => {
  const low = run({ nchan: [{ p99: 40 }], hub: [{ p99: 20 }], other: [{ p99: 40 }] });
  const high = run({ nchan: [{ p99: 40 }], hub: [{ p99: 24 }], other: [{ p99: 44 }] });
  for (const table of [tableOf(low, high), tableOf(high, low)]) {
    expect(table).toContain('All other ratios: 1 of 2 agree within 15 %');
    expect(table).toMatch(/saturation, hub: p99 to nchan +0\.[56]x +0\.[56]x +20\.0 %/);
    expect(table).not.toContain('other: p99');
  }
});

test('two runs agree where the ratios of the targets do', () => {
  const low = { nchan: [{ p99: 100 }], hub: [{ p99: 100 }] };
  const close = { nchan: [{ p99: 100 }], hub: [{ p99: 115 }] };
  const high = { nchan: [{ p99: 100 }], hub: [{ p99: 116 }] };
  expect(targetsAgree(compareRuns(run(low, noLaterThanNchan), run(close, noLaterThanNchan)))).toBe(true);
  expect(targetsAgree(compareRuns(run(low, noLaterThanNchan), run(high, noLaterThanNchan)))).toBe(false);
  expect(targetsAgree(compareRuns(run(high, noLaterThanNchan), run(low, noLaterThanNchan)))).toBe(false);
  expect(targetsAgree(compareRuns(run(low), run(high)))).toBe(true);
});

test('what only one of the runs measured is not compared', () => {
  const whole = run({ nchan: [{ p99: 40 }], hub: [{ p99: 20 }] }, noLaterThanNchan);
  expect(compareRuns(whole, results())).toEqual([]);
  expect(compareRuns(whole, run({ nchan: [{ p99: 40 }], hub: [] }, noLaterThanNchan))).toEqual([]);
});
