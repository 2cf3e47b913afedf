import { Card } from '../../site/parts/card.tsx';
import { type Board, changeOf } from './board.ts';
import { Change } from './change.tsx';
import { asPrice } from './format.ts';
import styles from './prices.module.css';

const shown = 5;

/** The shares that have gained and lost the most today. */
export function Movers({ board }: { readonly board: Board }) {
  const quotes = [...board.quotes.values()].toSorted((one, other) => changeOf(other) - changeOf(one));
  const rows = [...quotes.slice(0, shown), ...quotes.slice(-shown)];
  return (
    <Card title="Top movers of the day">
      <table className={styles['movers']}>
        <thead>
          <tr>
            <th scope="col">Share</th>
            <th scope="col">Price</th>
            <th scope="col">Today</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((quote) => (
            <tr key={quote.symbol}>
              <th scope="row">{quote.symbol}</th>
              <td>{asPrice(quote.price)}</td>
              <td>
                <Change part={changeOf(quote)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
