import { Link } from 'wouter';
import { queryOf } from './address.ts';
import styles from './case-picker.module.css';
import { cases } from './cases.ts';
import type { Answers } from './questions.ts';

/** What others build, and how they would answer: to begin from. */
export function CasePicker({ answers }: { readonly answers: Answers }) {
  const query = queryOf(answers);
  return (
    <nav className={styles['cases']} aria-label="Begin from what you build">
      <h2>Begin from what you build</h2>
      <ul>
        {cases.map(({ title, answers: its }) => {
          const itsQuery = queryOf(its);
          return (
            <li key={title}>
              <Link href={`/decision?${itsQuery}`} replace aria-current={itsQuery === query ? 'true' : undefined}>
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
