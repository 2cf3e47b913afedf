import { inBytes, inPercent } from '../../site/parts/units.ts';
import type { JobIn } from './job.ts';
import styles from './jobs.module.css';

/** What came out of a job, to download. */
export function JobResults({ job: { id, name, size, sha256, results } }: { readonly job: JobIn<'done'> }) {
  return (
    <ul className={styles['results']}>
      <li>
        <h3>The file itself</h3>
        <p className="faint">{inBytes(size)}</p>
        <Digest>{sha256}</Digest>
      </li>
      {results.map(({ label, file, bytes, sha256: digest }) => (
        <li key={file}>
          <h3>{label}</h3>
          <p className="faint">
            {inBytes(bytes)}, {inPercent(bytes / size, 1)} of the file
          </p>
          <a className="button" href={`/api/jobs/${id}/${file}`} download>
            Download{' '}
            <span className="sr-only">
              {name}, {label}
            </span>
          </a>
          <Digest>{digest}</Digest>
        </li>
      ))}
    </ul>
  );
}

function Digest({ children }: { readonly children: string }) {
  return (
    <p className={styles['digest']}>
      SHA-256 <code>{children}</code>
    </p>
  );
}
