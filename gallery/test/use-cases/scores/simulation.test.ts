import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../../use-cases/scores/fixtures.ts';
import type { Match } from '../../../use-cases/scores/match.ts';
import { asOf, firstMatches, nextMoment } from '../../../use-cases/scores/simulation.ts';

const kickOff = 1_800_000_000_000;
const minuteMs = 2000;
const hourMs = 3_600_000;

function firstMatch(index = 0): Match {
  const match = firstMatches(kickOff, minuteMs)[index];
  if (match === undefined) throw new Error('there is no such ground');
  return match;
}

/** All that a ground sees in a time, moment by moment. */
function moments(first: Match, lengthMs: number): readonly Match[] {
  const seen = [first];
  for (let next = nextMoment(first); next.at <= kickOff + lengthMs; next = nextMoment(next)) seen.push(next);
  return seen;
}

function goalsPerMatch(ground: number): number {
  const over = moments(firstMatch(ground), 24 * hourMs).filter(({ stage }) => stage.name === 'over');
  return over.reduce((sum, { score: [home, away] }) => sum + home + away, 0) / over.length;
}

test('whoever goes on from a state, as after a crash, sees the same happen', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.nat(hourMs), fc.nat(hourMs), (ground, first, later) => {
      const match = firstMatch(ground);
      const end = kickOff + first + later;
      const restored = JSON.parse(JSON.stringify(asOf(match, kickOff + first))) as Match;
      expect(asOf(restored, end)).toEqual(asOf(match, end));
    }),
    { seed: 1 },
  );
});

test('who comes after a day sees what would have happened in front of them', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.nat(24 * hourMs), (ground, later) => {
      expect(asOf(firstMatch(ground), kickOff + later)).toEqual(moments(firstMatch(ground), later).at(-1));
    }),
    { seed: 1, numRuns: 30 },
  );
});

test('time goes forward, and no two moments of a ground are the same', () => {
  for (let ground = 0; ground < 6; ground += 1) {
    const seen = moments(firstMatch(ground), hourMs);
    expect(seen.length).toBeGreaterThan(100);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(new Set(seen.map((match) => `${match.kickOff}/${match.moment}`)).size).toBe(seen.length);
  }
});

test('a score changes by a goal and by nothing else, which is the newest highlight', () => {
  const seen = moments(firstMatch(1), hourMs);
  let goals = 0;
  for (const [index, match] of seen.entries()) {
    const before = seen[index - 1];
    const newest = match.highlights.at(-1);
    const scored = newest?.kind === 'goal' && newest.moment === match.moment ? newest.side : undefined;
    const sofar = before?.kickOff === match.kickOff ? before.score : [0, 0];
    expect(match.score).toEqual(sofar.map((points, side) => points + (side === scored ? 1 : 0)));
    if (scored !== undefined) goals += 1;
  }
  expect(goals).toBeGreaterThan(20);
});

test('what happens in a period happens within its minutes', () => {
  for (const ground of [0, 1]) {
    for (const { stage, sport, highlights, moment } of moments(firstMatch(ground), hourMs)) {
      const newest = highlights.at(-1);
      if (stage.name !== 'playing' || newest?.moment !== moment) continue;
      const { minutesPerPeriod } = rules[sport];
      expect(newest.minute).toBeGreaterThan((stage.period - 1) * minutesPerPeriod);
      expect(newest.minute).toBeLessThanOrEqual(stage.period * minutesPerPeriod);
    }
  }
});

test('a match is played through all of its periods, and another follows', () => {
  const stages = moments(firstMatch(1), 300_000).map(({ stage }) =>
    'period' in stage ? `${stage.name} ${stage.period}` : stage.name,
  );
  const changes = stages.filter((stage, index) => stage !== stages[index - 1]);
  expect(changes.slice(0, 8)).toEqual([
    'awaited',
    'playing 1',
    'break 1',
    'playing 2',
    'break 2',
    'playing 3',
    'over',
    'awaited',
  ]);
});

test('about as many goals fall as people are used to', () => {
  expect(goalsPerMatch(0)).toBeGreaterThan(2.5);
  expect(goalsPerMatch(0)).toBeLessThan(3.6);
  expect(goalsPerMatch(1)).toBeGreaterThan(5);
  expect(goalsPerMatch(1)).toBeLessThan(7);
});

test('there is always something live', () => {
  let matches = firstMatches(kickOff, minuteMs);
  for (let now = kickOff; now < kickOff + 12 * hourMs; now += 5000) {
    matches = matches.map((match) => asOf(match, now));
    expect(matches.some(({ stage }) => stage.name === 'playing')).toBe(true);
  }
});
