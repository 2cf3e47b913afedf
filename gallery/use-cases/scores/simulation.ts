import { seededRandom } from '../seeded-random.ts';
import { grounds, rules, squadOf } from './fixtures.ts';
import { type Highlight, type Match, topicOf } from './match.ts';

const highlightsKept = 12;
/** How many minutes of play long a result stands, and the next match is awaited. */
const overMinutes = 8;
const awaitedMinutes = 5;

/**
 * The match as it stands at a time, and after its end the one that follows it. Chance is drawn from the match itself,
 * so whoever goes on from the same state, such as a server after its crash, sees the same happen.
 */
export function asOf(match: Match, now: number): Match {
  for (let current = newestMatch(match, now); ;) {
    const next = nextMoment(current);
    if (next.at > now) return current;
    current = next;
  }
}

/** The match of a time. All take equally long, so that nobody needs to play those in between. */
function newestMatch(match: Match, now: number): Match {
  const { minuteMs, kickOff } = match;
  const { periods, minutesPerPeriod, breakMinutes } = rules[match.sport];
  const minutes = periods * minutesPerPeriod + (periods - 1) * breakMinutes + overMinutes + awaitedMinutes;
  const awaitedMs = awaitedMinutes * minuteMs;
  const matchesSince = Math.floor((now - (kickOff - awaitedMs)) / (minutes * minuteMs));
  if (matchesSince <= 0) return match;
  const newest = kickOff + matchesSince * minutes * minuteMs;
  return newMatch(match, newest, newest - awaitedMs);
}

/** The match with the next thing that happens, at its time. */
export function nextMoment(match: Match): Match {
  const { stage, sport, minuteMs } = match;
  const { minutesPerPeriod, breakMinutes, periods } = rules[sport];
  switch (stage.name) {
    case 'awaited':
      return moment(match, match.kickOff, { stage: { name: 'playing', period: 1, startedAt: match.kickOff } });
    case 'playing': {
      const endsAt = stage.startedAt + minutesPerPeriod * minuteMs;
      const happened = nextHighlight(match, stage.startedAt, stage.period);
      if (happened.at < endsAt) return withHighlight(match, happened);
      const isLast = stage.period === periods;
      return moment(match, endsAt, { stage: isLast ? { name: 'over' } : { name: 'break', period: stage.period } });
    }
    case 'break': {
      const startedAt = match.at + breakMinutes * minuteMs;
      return moment(match, startedAt, { stage: { name: 'playing', period: stage.period + 1, startedAt } });
    }
    case 'over': {
      const at = match.at + overMinutes * minuteMs;
      return newMatch(match, at + awaitedMinutes * minuteMs, at);
    }
    default:
      return stage satisfies never;
  }
}

/** The first match of each ground. Kick-offs are spread over the past, so that there is always something live. */
export function firstMatches(now: number, minuteMs: number): readonly Match[] {
  const spreadMinutes = 110 / grounds.length;
  return grounds.map(({ sport, ground }, index) => {
    const kickOff = now - Math.round(index * spreadMinutes * minuteMs);
    return newMatch({ sport, ground, minuteMs }, kickOff, kickOff);
  });
}

function newMatch(
  { sport, ground, minuteMs }: Pick<Match, 'sport' | 'ground' | 'minuteMs'>,
  kickOff: number,
  at: number,
): Match {
  const { pick } = seededRandom(`${topicOf({ sport, ground })} ${kickOff}`);
  const fixture = grounds.find((each) => each.ground === ground);
  return {
    sport,
    ground,
    teams: [{ name: fixture?.home ?? ground }, { name: pick(fixture?.visitors ?? ['Visitors']) }],
    kickOff,
    minuteMs,
    stage: { name: 'awaited' },
    score: [0, 0],
    highlights: [],
    moment: 0,
    at,
  };
}

function moment(match: Match, at: number, change: Partial<Match>): Match {
  return { ...match, ...change, moment: match.moment + 1, at };
}

function withHighlight(match: Match, highlight: Highlight): Match {
  const [home, away] = match.score;
  const goals = highlight.kind === 'goal' ? 1 : 0;
  return moment(match, highlight.at, {
    score: highlight.side === 0 ? [home + goals, away] : [home, away + goals],
    highlights: [...match.highlights, highlight].slice(-highlightsKept),
  });
}

/** Goals and cards come as calls to a switchboard do: after waits that are exponentially distributed. */
function nextHighlight(match: Match, startedAt: number, period: number): Highlight {
  const { goalsPerMinute, cardsPerMinute, minutesPerPeriod } = rules[match.sport];
  const { next, pick } = seededRandom(`${topicOf(match)} ${match.kickOff} ${match.moment}`);
  const perMinute = goalsPerMinute + cardsPerMinute;
  const waitMinutes = -Math.log(1 - next()) / perMinute;
  const at = match.at + Math.ceil(waitMinutes * match.minuteMs);
  const intoPeriod = Math.floor((at - startedAt) / match.minuteMs);
  const side = next() < 0.55 ? 0 : 1;
  return {
    kind: next() < goalsPerMinute / perMinute ? 'goal' : 'card',
    moment: match.moment + 1,
    at,
    minute: (period - 1) * minutesPerPeriod + intoPeriod + 1,
    side,
    player: pick(squadOf(match.teams[side].name)),
  };
}
