import { Link } from 'wouter';
import { Code } from '../site/parts/code.tsx';
import { choices } from './choices.ts';
import type { Reason, Recommendation } from './guide.ts';
import { measurements } from './measurements.ts';
import styles from './recommendation-card.module.css';

/** What the answers lead to. Screen readers are told its name when it changes, and read the rest when they want to. */
export function RecommendationCard({ recommendation }: { readonly recommendation: Recommendation }) {
  const { choice, title, means, reasons } = recommendation;
  return (
    <section className={styles['card']} aria-labelledby="recommendation">
      <p className={styles['lead']}>Choose</p>
      <div role="status">
        <h2 id="recommendation">{title}</h2>
      </div>
      <p>{means}</p>
      <Code text={choices[choice].starts} label="How it begins" />
      <h3>Because</h3>
      <ul className={styles['reasons']}>
        {reasons.map((reason) => (
          <li key={reason.text}>
            <p>{reason.text}</p>
            <Measured reason={reason} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Measured({ reason: { measured } }: { readonly reason: Reason }) {
  if (measured === undefined) return null;
  const { path, title } = measurements[measured];
  return (
    <p>
      <Link href={path}>Measured: {title}</Link>
    </p>
  );
}
