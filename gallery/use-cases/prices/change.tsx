import { asChange } from './format.ts';
import styles from './prices.module.css';

/** A change of a price in per cent. An arrow and a sign tell a rise from a fall without the colour. */
export function Change({ part }: { readonly part: number }) {
  const text = asChange(part);
  const direction = text.startsWith('+') ? 'up' : text.startsWith('−') ? 'down' : 'none';
  return (
    <span className={styles['change']} data-direction={direction}>
      <span aria-hidden="true">{arrows[direction]}</span> {text}
    </span>
  );
}

const arrows = { up: '▲', down: '▼', none: '' } as const;
