import { useEffect, useState, type ReactNode } from 'react';
import type { PageAbout } from '../page-about.ts';
import { SamplePanel } from './sample-panel.tsx';
import { SourcePanel } from './source-panel.tsx';
import styles from './page-frame.module.css';

/** A page: what it is, the thing itself, and the lines that make it. */
export function PageFrame({ about, children }: { readonly about: PageAbout; readonly children: ReactNode }) {
  const { title, summary, sample, sources } = about;
  const [isOpen, setOpen] = useState(false);
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
      {sample === undefined ? (
        <SourcePanel sources={sources} title="The lines that make it" />
      ) : (
        <>
          <SamplePanel sample={sample} />
          <details className={styles['full']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
            <summary>The full source of this page</summary>
            {/* Loaded when it is first shown. */}
            {isOpen && <SourcePanel sources={sources} title="Full source" />}
          </details>
        </>
      )}
    </>
  );
}
