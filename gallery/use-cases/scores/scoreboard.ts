import { type Highlight, type Match, topicOf } from './match.ts';

/** What the page has heard so far. */
export interface Scoreboard {
  /** The newest state of each match, by its topic. */
  readonly matches: ReadonlyMap<string, Match>;
  /** The newest goal that fell while somebody was looking. */
  readonly goal?: { readonly match: Match; readonly highlight: Highlight };
  readonly events: number;
}

export const emptyScoreboard: Scoreboard = { matches: new Map(), events: 0 };

/** Takes a match as it stands now. What it had when the page first heard of it is no news. */
export function withMatch(board: Scoreboard, { data: match }: { readonly data: Match }): Scoreboard {
  const topic = topicOf(match);
  const before = board.matches.get(topic);
  const highlight =
    before?.kickOff === match.kickOff
      ? match.highlights.findLast(({ kind, moment }) => kind === 'goal' && moment > before.moment)
      : undefined;
  return {
    matches: new Map(board.matches).set(topic, match),
    ...(highlight ? { goal: { match, highlight } } : board.goal && { goal: board.goal }),
    events: board.events + 1,
  };
}
