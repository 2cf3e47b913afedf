import { Link } from 'wouter';
import { EmptyState } from '../../site/parts/empty-state.tsx';
import type { ListedAnswer } from './events.ts';
import styles from './recent-answers.module.css';

const shown = 8;

const inWords: Readonly<Record<ListedAnswer['status'], string>> = {
  answering: 'Answering …',
  done: 'Complete',
  stopped: 'Stopped',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

/** The newest answers, each with the way to it. */
export function RecentAnswers({
  answers,
  chosen,
}: {
  readonly answers: readonly ListedAnswer[];
  readonly chosen: string | undefined;
}) {
  if (answers.length === 0)
    return <EmptyState title="No answers yet">Ask something: the answer appears here, token by token.</EmptyState>;
  return (
    <ul className={styles['list']}>
      {answers
        .toSorted((one, other) => other.askedAt - one.askedAt)
        .slice(0, shown)
        .map(({ id, question, status, askedAt }) => (
          <li key={id} data-status={status}>
            <Link href={`/answers?answer=${id}`} aria-current={id === chosen ? 'page' : undefined}>
              {question}
            </Link>
            <small>
              {inWords[status]} · {new Date(askedAt).toLocaleTimeString()}
            </small>
          </li>
        ))}
    </ul>
  );
}
