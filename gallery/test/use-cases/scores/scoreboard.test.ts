import { expect, test } from 'vitest';
import type { Match } from '../../../use-cases/scores/match.ts';
import { emptyScoreboard, withMatch } from '../../../use-cases/scores/scoreboard.ts';
import { clockOf } from '../../../use-cases/scores/clock.ts';

const match: Match = {
  sport: 'football',
  ground: 'harbour',
  teams: [{ name: 'Harbour United' }, { name: 'Kestrel City' }],
  kickOff: 1000,
  minuteMs: 2000,
  stage: { name: 'playing', period: 1, startedAt: 1000 },
  score: [1, 0],
  highlights: [{ kind: 'goal', moment: 2, at: 5000, minute: 3, side: 0, player: 'A. Brandt' }],
  moment: 2,
  at: 5000,
};
const equaliser = { kind: 'goal', moment: 4, at: 9000, minute: 5, side: 1, player: 'J. Okoro' } as const;
const drawn: Match = {
  ...match,
  score: [1, 1],
  highlights: [...match.highlights, equaliser, { ...equaliser, kind: 'card', moment: 5 }],
  moment: 5,
};

test('a goal that had fallen before the page came is no news', () => {
  expect(withMatch(emptyScoreboard, { data: match }).goal).toBeUndefined();
});

test('a goal is news, also when more has happened since', () => {
  const board = [match, drawn].reduce((before, data) => withMatch(before, { data }), emptyScoreboard);
  expect(board.goal?.highlight).toEqual(equaliser);
  expect(board.matches.get('scores/football/harbour')).toBe(drawn);
  expect(board.events).toBe(2);
});

test('the same state again, or one without another goal, leaves the news as they are', () => {
  const board = [match, drawn, drawn].reduce((before, data) => withMatch(before, { data }), emptyScoreboard);
  expect(board.goal?.match.score).toEqual([1, 1]);
  expect(board.goal?.highlight).toEqual(equaliser);
});

test('goals of another match that the page did not see begin are no news', () => {
  const next = { ...drawn, kickOff: 999_000 };
  expect(withMatch(withMatch(emptyScoreboard, { data: match }), { data: next }).goal).toBeUndefined();
});

test('the clock runs from the start of the period to its end, and no further', () => {
  expect(clockOf(match, 1000)).toBe('1′');
  expect(clockOf(match, 3000)).toBe('2′');
  expect(clockOf(match, 999_000)).toBe('45′');
  const second: Match = { ...match, sport: 'hockey', stage: { name: 'playing', period: 2, startedAt: 1000 } };
  expect(clockOf(second, 1000)).toBe('20:00');
  expect(clockOf(second, 4000)).toBe('21:30');
  expect(clockOf(second, 999_000)).toBe('39:59');
});
