import { Link } from 'wouter';
import type { PageAbout } from '../page-about.ts';
import { Icon } from './icons.tsx';
import styles from './page-cards.module.css';

/** The way to some pages. All of a card can be pressed. */
export function PageCards({ pages }: { readonly pages: readonly PageAbout[] }) {
  return (
    <ul className={styles['cards']}>
      {pages.map(({ path, title, summary }) => (
        <li key={path} className={styles['card']}>
          <span className={styles['icon']}>
            <Icon path={path} />
          </span>
          <h3>
            <Link href={path}>{title}</Link>
          </h3>
          <p>{summary}</p>
        </li>
      ))}
    </ul>
  );
}
