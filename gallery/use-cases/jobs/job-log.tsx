import { useEffect, useRef } from 'react';
import styles from './jobs.module.css';

export interface LogLine {
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

/** What happened to a job, line by line. It stays at its end as it grows. */
export function JobLog({ lines }: { readonly lines: readonly LogLine[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollTo(0, place.current.scrollHeight);
  }, [lines.length]);
  return (
    <div className={styles['log']} ref={place} tabIndex={0} role="log" aria-label="Log">
      <ol>
        {lines.map(({ id, at, text }) => (
          <li key={id}>
            <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time> {text}
          </li>
        ))}
      </ol>
    </div>
  );
}
