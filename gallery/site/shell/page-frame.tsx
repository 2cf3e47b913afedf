import { useEffect, type ReactNode } from 'react';
import type { PageAbout } from '../page-about.ts';
import { SourcePanel } from './source-panel.tsx';
import styles from './page-frame.module.css';

/** A page: what it is, the thing itself, and the lines that make it. */
export function PageFrame({ about, children }: { readonly about: PageAbout; readonly children: ReactNode }) {
  const { title, summary, sources } = about;
  useEffect(() => {
    document.title = `${title} · Spillway`;
  }, [title]);
  return (
    <>
      <header className={styles['head']}>
        <h1>{title}</h1>
        <p>{summary}</p>
      </header>
      {children}
      <SourcePanel sources={sources} />
    </>
  );
}
