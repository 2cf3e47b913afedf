import { Figure, Figures } from '../../site/parts/figure.tsx';
import type { Board } from './board.ts';

const whole = new Intl.NumberFormat('en');
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** What was published since the tab reads in this way, what of it came here, and how old that is. */
export function Counts({ board, isTrading }: { readonly board: Board; readonly isTrading: boolean }) {
  const { published, delivered, conflated } = board;
  const { newest, oldest } = board.ages(Date.now());
  const age = (ms: number) => (published === 0 ? '–' : isTrading ? `${tenths.format(ms / 1000)} s` : 'paused');
  return (
    <>
      <Figures>
        <Figure label="Ticks published">{whole.format(published)}</Figure>
        <Figure label="Delivered here">{whole.format(delivered)}</Figure>
        <Figure label="Conflated">{whole.format(conflated)}</Figure>
        <Figure label="Newest price’s age">{age(newest)}</Figure>
        <Figure label="Oldest price’s age">{age(oldest)}</Figure>
      </Figures>
      <p className="faint">
        Counted since this tab reads in this way. Conflated are the ticks that a newer price of the same share overtook
        before this tab was ready for them. Watch the ages: they do not grow, however long this tab is slow.
      </p>
    </>
  );
}
