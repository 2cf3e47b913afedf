import { Link } from 'wouter';
import { pages } from '../pages.ts';
import styles from './menu.module.css';

const parts = [...new Set(pages.map(({ part }) => part))];

/** The way to every page. */
export function Menu() {
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
                  <Link href={path} className={(isActive) => (isActive ? (styles['here'] ?? '') : '')}>
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
