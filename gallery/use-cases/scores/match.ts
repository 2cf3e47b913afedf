import * as v from 'valibot';

// What server and page say to each other about a match.

const team = v.object({ name: v.string() });
const side = v.picklist([0, 1]);
const time = v.number();

/** Something that happened in a match: the page lists it. */
const highlight = v.object({
  kind: v.picklist(['goal', 'card']),
  /** Its number among the match's moments. */
  moment: v.number(),
  at: time,
  minute: v.number(),
  side,
  player: v.string(),
});

/** What a match is at; times are milliseconds since the Unix epoch. */
const stage = v.variant('name', [
  v.object({ name: v.literal('awaited') }),
  v.object({ name: v.literal('playing'), period: v.number(), startedAt: time }),
  v.object({ name: v.literal('break'), period: v.number() }),
  v.object({ name: v.literal('over') }),
]);

/** A match as it stands. Each event carries all of it, so the newest one is enough for those who come late. */
export const match = v.object({
  sport: v.picklist(['football', 'hockey']),
  ground: v.string(),
  teams: v.tuple([team, team]),
  kickOff: time,
  /** How long a minute of play takes. */
  minuteMs: v.number(),
  stage,
  score: v.tuple([v.number(), v.number()]),
  /** The newest ones, oldest first. */
  highlights: v.array(highlight),
  /** How many times something has changed, and when it did last. */
  moment: v.number(),
  at: time,
});

export type Match = v.InferOutput<typeof match>;
export type Highlight = v.InferOutput<typeof highlight>;
export type Sport = Match['sport'];

/** The events of the topics `scores/<sport>/<ground>`. */
export const matchEvents = { match };

export function topicOf({ sport, ground }: Pick<Match, 'sport' | 'ground'>): string {
  return `scores/${sport}/${ground}`;
}
