import styles from './page.module.css';

/** Shows all articles, or those of one feed. */
export function FeedFilter({
  feeds,
  chosen,
  choose,
}: {
  readonly feeds: ReadonlyMap<string, string>;
  readonly chosen: string | undefined;
  readonly choose: (feed: string | undefined) => void;
}) {
  const choices: readonly (readonly [string | undefined, string])[] = [[undefined, 'All feeds'], ...feeds];
  return (
    <div role="group" aria-label="Feeds" className={styles['filter']}>
      {choices.map(([feed, name]) => (
        <button key={feed ?? ''} type="button" aria-pressed={feed === chosen} onClick={() => choose(feed)}>
          {name}
        </button>
      ))}
    </div>
  );
}
