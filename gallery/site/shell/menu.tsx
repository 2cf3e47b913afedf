import { Link, useLocation } from 'wouter';
import { pages } from '../pages.ts';
import styles from './menu.module.css';

const parts = [...new Set(pages.map(({ part }) => part))];

/** The way to every page. `onFollow` hears of each press of a link, also of that to the page that is shown. */
export function Menu({ onFollow }: { readonly onFollow: () => void }) {
  const [location] = useLocation();
  return (
    <nav aria-label="Pages" className={styles['menu']}>
      {parts.map((part) => (
        <section key={part}>
          <h2>{part}</h2>
          <ul>
            {pages
              .filter((page) => page.part === part)
              .map(({ path, title }) => (
                <li key={path}>
                  <Link href={path} onClick={onFollow} aria-current={path === location ? 'page' : undefined}>
                    {title}
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
