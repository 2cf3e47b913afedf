import { expect, test } from 'vitest';
import type { FanoutCase } from '../../fanout/fanout-case.ts';
import { turnsOf } from '../../fanout/round.ts';

const stalled: FanoutCase = {
  name: 'stalled',
  title: '',
  shows: '',
  plan: { subscribers: 1 },
  contenders: ['calm', 'stalled', 'bounded', 'shown'].map((name) => ({ name, peer: 'hub-memory' })),
  figures: ['latencyP99'],
  targets: [
    { contender: 'stalled', figure: 'latencyP99', atMost: { times: 1.2, of: 'calm' } },
    { contender: 'bounded', figure: 'latencyP99', atMost: 50 },
  ],
};

function turns(one: FanoutCase, rounds: number): string {
  return turnsOf([one], rounds)
    .map(({ contender, round }) => `${contender.name} ${round}`)
    .join(', ');
}

test('contenders take turns, and those that a target compares take part in every round, the others in the first two', () => {
  expect(turns(stalled, 4)).toBe(
    'calm 1, stalled 1, bounded 1, shown 1, ' +
      'calm 2, stalled 2, bounded 2, shown 2, ' +
      'calm 3, stalled 3, ' +
      'calm 4, stalled 4',
  );
});

test('a difference is a comparison', () => {
  const difference: FanoutCase = {
    ...stalled,
    targets: [{ contender: 'stalled', figure: 'memoryPeak', atMost: { more: 1000, than: 'calm' } }],
  };
  expect(turns(difference, 3)).toMatch(/shown 2, calm 3, stalled 3$/);
});

test('one round is one of everything', () => {
  expect(turns(stalled, 1)).toBe('calm 1, stalled 1, bounded 1, shown 1');
});

test('all rounds of a case come before the next case', () => {
  const names = turnsOf([stalled, { ...stalled, name: 'again' }], 2).map((turn) => turn.case.name);
  expect(names.join(' ')).toMatch(/^(stalled ){8}(again ?){8}$/);
});
