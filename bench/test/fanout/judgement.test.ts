import { describe, expect, test } from 'vitest';
import { judgementsOf } from '../../fanout/results.ts';
import { caseResult, oneCase } from './results.ts';

describe('a target', () => {
  test('is judged by the mean of its rounds', () => {
    const result = caseResult(oneCase({ contender: 'hub', figure: 'latencyP99', atMost: 50 }), {
      hub: [{ p99: 90 }, { p99: 40 }, { p99: 11 }],
    });
    expect(judgementsOf(result)).toMatchObject([{ verdict: 'met', wanted: 'at most 50 ms', found: '47 ms' }]);
  });

  test('of faults is judged by the worst round: one bad one is one too many', () => {
    const result = caseResult(oneCase({ contender: 'hub', figure: 'faults', atMost: 0 }), {
      hub: [{}, { missing: 1 }, {}],
    });
    expect(judgementsOf(result)).toMatchObject([{ verdict: 'missed', wanted: 'none' }]);
  });

  test.each([
    [{ atMost: { times: 1, of: 'nchan' } } as const, 40, 'met'],
    [{ atMost: { times: 1, of: 'nchan' } } as const, 41, 'missed'],
    [{ atLeast: { times: 25, of: 'nchan' } } as const, 1000, 'met'],
    [{ atLeast: { times: 25, of: 'nchan' } } as const, 999, 'missed'],
    [{ atMost: { more: 5, than: 'nchan' } } as const, 45, 'met'],
    [{ atMost: { more: 5, than: 'nchan' } } as const, 46, 'missed'],
  ])('%o beside 40 is %s', (bound, value, verdict) => {
    const result = caseResult(oneCase({ contender: 'hub', figure: 'latencyP99', ...bound }), {
      hub: [{ p99: value }],
      nchan: [{ p99: 40 }],
    });
    expect(judgementsOf(result)).toMatchObject([{ verdict }]);
  });

  test('is not measured where the other has no figures, and left out where it was not asked for', () => {
    const target = { contender: 'hub', figure: 'latencyP99', atMost: { times: 1, of: 'nchan' } } as const;
    const hub = [{ p99: 1 }];
    expect(judgementsOf(caseResult(oneCase(target), { hub, nchan: [] }))).toMatchObject([{ verdict: 'not measured' }]);
    expect(judgementsOf(caseResult(oneCase(target), { hub }))).toEqual([]);
  });
});
