import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { arriveAt } from './arrive-at.ts';
import { Menu } from './menu.tsx';
import { ServerCard } from './server-card.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import styles from './shell.module.css';

/**
 * What stands around every page: the name, the menu, and the server behind it all. On a small screen the menu is a
 * popover, which the browser closes by Escape or a press beside it.
 */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);

  useEffect(() => {
    menu.current?.hidePopover();
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
      <header className={styles['side']}>
        <div className={styles['bar']}>
          <Link href="/" className={styles['name']}>
            <img src="/icon.svg" alt="" width="32" height="32" />
            Spillway
          </Link>
          <button type="button" popoverTarget="menu" className={styles['opener']}>
            Menu
          </button>
          <div id="menu" ref={menu} popover="auto" className={styles['menu']}>
            <Menu onFollow={() => menu.current?.hidePopover()} />
            <div className={styles['foot']}>
              <ThemeSwitch />
              <ServerCard />
            </div>
          </div>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles['main']}>
        {children}
      </main>
    </div>
  );
}
