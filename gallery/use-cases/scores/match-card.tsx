import { clockOf, periodOf } from './clock.ts';
import type { Highlight, Match, Sport } from './match.ts';
import styles from './match-card.module.css';

const sportNames: Readonly<Record<Sport, string>> = { football: 'Football', hockey: 'Ice hockey' };
const cardNames: Readonly<Record<Sport, string>> = { football: 'Yellow card', hockey: '2-minute penalty' };
const listed = 4;
/** For how long a goal is marked. */
const freshMs = 6000;

/** One match: who plays, how it stands, and what happened last; its place alone, as long as nothing is known of it. */
export function MatchCard({ match, now }: { readonly match: Match | undefined; readonly now: number }) {
  if (match === undefined) return <div className={styles['place']} />;
  const { sport, teams, score, stage, highlights } = match;
  const newestGoal = highlights.findLast(({ kind }) => kind === 'goal');
  const isFresh = newestGoal !== undefined && now - newestGoal.at < freshMs;
  return (
    <article className={styles['match']} data-ground={match.ground} data-stage={stage.name} data-fresh={isFresh}>
      <header>
        <span>{[sportNames[sport], periodOf(match)].filter(Boolean).join(' · ')}</span>
        <span className={styles['clock']}>{clockOf(match, now)}</span>
      </header>
      <h3 className={styles['teams']}>
        {([0, 1] as const).map((side) => (
          <span key={side} data-fresh={isFresh && newestGoal.side === side}>
            {teams[side].name} <output aria-live="off">{score[side]}</output>
          </span>
        ))}
      </h3>
      <ol className={styles['highlights']} aria-label="What happened, the newest first">
        {highlights
          .slice(-listed)
          .toReversed()
          .map((highlight) => (
            <li key={highlight.moment} data-kind={highlight.kind}>
              <span className={styles['minute']}>{highlight.minute}′</span>
              <span>
                <strong>{highlight.kind === 'goal' ? 'Goal' : cardNames[sport]}</strong> {highlight.player},{' '}
                {teams[highlight.side].name}
              </span>
            </li>
          ))}
      </ol>
    </article>
  );
}

/** A goal in a sentence, for those who listen to the page. */
export function announcement({ match, highlight }: { readonly match: Match; readonly highlight: Highlight }): string {
  const { teams, score } = match;
  const scorer = `${highlight.player} for ${teams[highlight.side].name}, minute ${highlight.minute}`;
  return `Goal: ${scorer}. ${teams[0].name} ${score[0]}, ${teams[1].name} ${score[1]}.`;
}
