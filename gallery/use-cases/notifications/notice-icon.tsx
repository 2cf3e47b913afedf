import type { NoticeEvent } from './inbox.ts';
import styles from './notice-list.module.css';

/** A sign for each kind of notice, drawn on 24 by 24. */
export function NoticeIcon({ type }: { readonly type: NoticeEvent['type'] }) {
  return (
    <svg className={styles['icon']} data-type={type} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[type]} />
    </svg>
  );
}

const paths = {
  /** An envelope. */
  message: 'M4 7h16v11H4z M4 7l8 6 8-6',
  /** Two people. */
  friendship:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M3 19c0-3 2.7-5 6-5s6 2 6 5 M16 5.5a3 3 0 0 1 0 5.5 M17.5 14.500c2 .7 3.5 2.3 3.5 4.5',
  /** A card. */
  payment: 'M3 6.500h18v11H3z M3 10h18 M6.5 14h4',
  /** A parcel. */
  order: 'M4 8l8-4 8 4v8l-8 4-8-4z M4 8l8 4 8-4 M12 12v8',
};
