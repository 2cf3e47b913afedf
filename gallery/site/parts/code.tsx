import { highlight } from 'sugar-high';
import styles from './code.module.css';

/** Lines of code. What is wider than its place can be scrolled, by the keyboard, too. */
export function Code({
  text,
  label,
  language = 'javascript',
  isBusy = false,
}: {
  readonly text: string;
  /** What screen readers call it. */
  readonly label: string;
  readonly language?: 'javascript' | 'shell';
  readonly isBusy?: boolean;
}) {
  return (
    <pre className={styles['code']} tabIndex={0} role="region" aria-label={label} aria-busy={isBusy}>
      {language === 'javascript' ? (
        // What sugar-high returns is escaped.
        <code dangerouslySetInnerHTML={{ __html: highlight(text) }} />
      ) : (
        <code>{text}</code>
      )}
    </pre>
  );
}
