import { useId } from 'react';
import { Card } from '../../site/parts/card.tsx';
import { LiveChart } from '../../site/parts/live-chart.tsx';
import { type Board, changeOf } from './board.ts';
import { Change } from './change.tsx';
import { asChange, asPrice } from './format.ts';
import { listings } from './market.ts';
import styles from './prices.module.css';

const shownSeconds = 60;
/** Each share has four ticks per second. A slow tab gets at least one every two seconds. */
const slowestSeconds = 2;

/** One share: its price, and those that came here before. */
export function Share({
  board,
  chosen,
  choose,
}: {
  readonly board: Board;
  readonly chosen: string;
  readonly choose: (symbol: string) => void;
}) {
  const id = useId();
  const quote = board.quotes.get(chosen);
  const now = quote === undefined ? '–' : asPrice(quote.price);
  const today = quote === undefined ? '' : `${asChange(changeOf(quote))} today`;
  const newest = quote?.times.at(-1) ?? 0;
  // Prices from before a pause of the market may still be kept.
  const from = quote?.times.findIndex((time) => time >= newest - shownSeconds) ?? 0;
  const times = quote?.times.slice(from) ?? [];
  const values = quote?.prices.slice(from) ?? [];
  return (
    <Card
      title={chosen}
      aside={
        <div className={styles['choice']}>
          <label htmlFor={id}>Share</label>
          <select id={id} value={chosen} onChange={({ target }) => choose(target.value)}>
            {listings.map(({ symbol }) => (
              <option key={symbol}>{symbol}</option>
            ))}
          </select>
        </div>
      }
    >
      <p className={styles['price']}>
        <strong>{now}</strong>{' '}
        {quote && (
          <>
            <Change part={changeOf(quote)} /> today
          </>
        )}
      </p>
      <LiveChart
        times={times}
        lines={[{ label: chosen, values, color: 1 }]}
        unit={asPrice}
        height={268}
        interval={slowestSeconds}
        from="values"
        summary={`The prices of ${chosen} that came here within the last minute. Now: ${now}, ${today}.`}
      />
    </Card>
  );
}
