import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { agreementTable, compareRuns } from '../../fanout/agreement.ts';
import type { FanoutCase } from '../../fanout/fanout-case.ts';
import { caseResult, results } from './results.ts';

const saturation: FanoutCase = {
  name: 'saturation',
  title: '',
  shows: '',
  plan: { subscribers: 1 },
  contenders: [],
  figures: ['latencyP99'],
  targets: [],
};

test('two runs of a machine that became twice as slow agree, for their ratios are the same', () => {
  const earlier = results(caseResult(saturation, { nchan: [{ p99: 40 }], hub: [{ p99: 20 }] }));
  const later = results(caseResult(saturation, { nchan: [{ p99: 80 }], hub: [{ p99: 40 }] }));
  expect(compareRuns(earlier, later)).toMatchObject([
    { what: 'hub: p99 to nchan', earlier: 0.5, later: 0.5, apart: 0 },
  ]);
});

test('a ratio that is further apart than wanted is named with both of its values, upwards and downwards', () => {
  const low = results(caseResult(saturation, { nchan: [{ p99: 40 }], hub: [{ p99: 20 }], other: [{ p99: 40 }] }));
  const high = results(caseResult(saturation, { nchan: [{ p99: 40 }], hub: [{ p99: 24 }], other: [{ p99: 44 }] }));
  for (const [one, two] of [
    [low, high],
    [high, low],
  ] as const) {
    const table = stripVTControlCharacters(agreementTable(compareRuns(one, two), 0.15));
    expect(table).toContain('1 of 2 ratios agree within 15 %');
    expect(table).toMatch(/20 %\s+saturation, hub: p99 to nchan: 0\.[56]x, then 0\.[56]x/);
    expect(table).not.toContain('other');
  }
});

test('what only one of the runs measured is not compared', () => {
  const whole = results(caseResult(saturation, { nchan: [{ p99: 40 }], hub: [{ p99: 20 }] }));
  expect(compareRuns(whole, results())).toEqual([]);
  expect(compareRuns(whole, results(caseResult(saturation, { nchan: [{ p99: 40 }], hub: [] })))).toEqual([]);
});
