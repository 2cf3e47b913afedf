import { type Way, ways } from './reading.ts';
import styles from './prices.module.css';

/** How this tab is to read. */
export function WayChoice({ chosen, choose }: { readonly chosen: Way; readonly choose: (way: Way) => void }) {
  return (
    <fieldset className={styles['ways']}>
      <legend>How this tab reads</legend>
      <div>
        {ways.map((way) => (
          <label key={way.name}>
            <input type="radio" name="way" value={way.name} checked={way === chosen} onChange={() => choose(way)} />
            {way.label}
          </label>
        ))}
      </div>
      <p className="faint">{chosen.what}</p>
    </fieldset>
  );
}
