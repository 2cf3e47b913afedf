import { Card } from '../../site/parts/card.tsx';
import { EmptyState } from '../../site/parts/empty-state.tsx';
import { inBytes, inPercent } from '../../site/parts/units.ts';
import { type Job, partOf } from './job.ts';
import styles from './jobs.module.css';

/** All jobs that the server keeps, the newest first. */
export function JobList({
  jobs,
  chosen,
  onChoose,
}: {
  readonly jobs: readonly Job[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  return (
    <Card title="Jobs">
      {jobs.length === 0 && (
        <EmptyState title="No jobs yet">Every tab shows the same list. The last 10 jobs are kept.</EmptyState>
      )}
      <ul className={styles['list']}>
        {jobs.map((job) => (
          <li key={job.id}>
            <button type="button" aria-pressed={job.id === chosen} onClick={() => onChoose(job.id)}>
              <span className={styles['name']}>{job.name}</span>
              <span className="faint">{inBytes(job.size)}</span>
              <span className={styles['phase']} data-phase={job.phase}>
                {inShort(job)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function inShort(job: Job): string {
  const { phase } = job;
  return phase === 'encoding' || phase === 'uploading' ? inPercent(partOf(job)) : phase;
}
