import { useLatest } from 'spillway/react';
import styles from './illustration.module.css';

/** The ways from the server to the pages. */
const ways = ['M92 110 C150 110 150 42 208 42', 'M92 110 H208', 'M92 110 C150 110 150 178 208 178'];
const pagesAt = [42, 110, 178];

/** A server and three pages. With each event that really arrives, a drop runs to each of them. */
export function Illustration() {
  const { latest } = useLatest('/events', { topics: ['demo'], share: true });
  return (
    <svg viewBox="0 0 300 220" className={styles['picture']} aria-hidden="true">
      {ways.map((way) => (
        <path key={way} d={way} className={styles['way']} />
      ))}
      <g className={styles['thing']}>
        <rect x="20" y="72" width="72" height="76" rx="10" />
        <path d="M34 92h28M34 110h28M34 128h28" />
        <circle cx="77" cy="92" r="2.5" />
        <circle cx="77" cy="110" r="2.5" />
        <circle cx="77" cy="128" r="2.5" />
      </g>
      {pagesAt.map((y) => (
        <g key={y} className={styles['thing']} transform={`translate(208 ${y - 26})`}>
          <rect width="76" height="52" rx="8" />
          <path d="M0 14h76M12 27h40M12 38h26" />
        </g>
      ))}
      {latest &&
        ways.map((way) => (
          <circle
            key={`${way} ${latest.lastEventId}`}
            r="5.5"
            className={styles['drop']}
            style={{ offsetPath: `path('${way}')` }}
          />
        ))}
    </svg>
  );
}
