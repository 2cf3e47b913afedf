import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** Stands where nothing is yet: what will appear there, and what makes it appear. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <p className={styles['title']}>{title}</p>
      <p>{children}</p>
    </div>
  );
}
