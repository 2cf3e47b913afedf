import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { arriveAt } from './arrive-at.ts';
import { Menu } from './menu.tsx';
import { ServerProcess } from './server-process.tsx';
import styles from './shell.module.css';

/** What stands around every page: the name, the menu, and the server behind it all. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const menu = useRef<HTMLDetailsElement>(null);
  const isFirst = useRef(true);

  useEffect(() => {
    if (menu.current) menu.current.open = false;
    if (main.current === null) return;
    const leave = arriveAt(main.current, { isFirst: isFirst.current });
    isFirst.current = false;
    return leave;
  }, [location]);

  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main">
        To the content
      </a>
      <header className={styles['bar']}>
        <Link href="/" className={styles['name']}>
          <img src="/icon.svg" alt="" width="32" height="32" />
          Spillway
        </Link>
        <details className={styles['small']} ref={menu}>
          <summary>Menu</summary>
          <Menu />
          <ServerProcess />
        </details>
        <div className={styles['large']}>
          <Menu />
          <ServerProcess />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles['main']}>
        {children}
      </main>
    </div>
  );
}
