import { useId } from 'react';
import { Card } from '../../site/parts/card.tsx';
import { LiveChart } from '../../site/parts/live-chart.tsx';
import { type Board, changeOf } from './board.ts';
import { asChange, asPrice } from './format.ts';
import { listings } from './market.ts';
import styles from './prices.module.css';

const shownPrices = 240;
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
  const times = quote?.times.slice(-shownPrices) ?? [];
  const values = quote?.prices.slice(-shownPrices) ?? [];
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
        <strong>{now}</strong> <span className="faint">{today}</span>
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
