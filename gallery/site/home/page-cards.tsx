import { Suspense } from 'react';
import { Link } from 'wouter';
import type { PageAbout } from '../page-about.ts';
import { Icon } from './icons.tsx';
import { previews } from './previews/previews.ts';
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
          <Live path={path} />
        </li>
      ))}
    </ul>
  );
}

/** What the page would show just now, in a line; nothing for those that have none. */
function Live({ path }: { readonly path: string }) {
  const preview = previews[path];
  if (preview === undefined) return null;
  return (
    <p className={styles['live']} data-preview={path}>
      <span>
        <Suspense fallback="Listening …">
          <preview.Line />
        </Suspense>
      </span>
    </p>
  );
}
