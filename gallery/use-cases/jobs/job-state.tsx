import type { ReactNode } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { Figure, Figures } from '../../site/parts/figure.tsx';
import { inBytes, inPercent, inTime } from '../../site/parts/units.ts';
import { type EncodingProgress, type Job, type JobIn, partOf } from './job.ts';
import { JobResults } from './job-results.tsx';
import styles from './jobs.module.css';

/** How a job stands, and what can be done about it. */
export function JobState({ job }: { readonly job: Job }) {
  return (
    <>
      <p role="status" className={styles['phase']} data-phase={job.phase}>
        {inWords(job)}
      </p>
      {detailsOf(job)}
    </>
  );
}

function detailsOf(job: Job): ReactNode {
  switch (job.phase) {
    case 'uploading':
    case 'waiting':
      return (
        <>
          <Bar label={job.name} part={partOf(job)} />
          <Cancel id={job.id} />
        </>
      );
    case 'encoding':
      return <Encodings job={job} />;
    case 'done':
      return <JobResults job={job} />;
    case 'cancelled':
    case 'failed':
    case 'removed':
      return undefined;
    default:
      return job satisfies never;
  }
}

function inWords(job: Job): string {
  switch (job.phase) {
    case 'uploading':
      return 'The file is on its way';
    case 'waiting':
      return 'Waiting for its turn';
    case 'encoding':
      return 'Being encoded';
    case 'done':
      return 'Done';
    case 'cancelled':
      return 'Cancelled: its files are deleted';
    case 'failed':
      return `Failed: ${job.because}`;
    case 'removed':
      return 'Removed';
    default:
      return job satisfies never;
  }
}

function Encodings({ job }: { readonly job: JobIn<'encoding'> }) {
  const { encodings, size } = job;
  const slowest = encodings.reduce((one, other) => (other.part < one.part ? other : one));
  return (
    <>
      <Figures>
        <Figure label="Done">{inPercent(partOf(job))}</Figure>
        <Figure label="Speed">{slowest.bytesPerSecond === null ? '…' : `${inBytes(slowest.bytesPerSecond)}/s`}</Figure>
        <Figure label="Time left">{slowest.secondsLeft === null ? '…' : inTime(slowest.secondsLeft)}</Figure>
      </Figures>
      {encodings.map((encoding) => (
        <div key={encoding.label} className={styles['encoding']}>
          <span>{encoding.label}</span>
          <span className="faint">{ratioOf(encoding, size)}</span>
          <Bar label={encoding.label} part={encoding.part} />
        </div>
      ))}
      <Cancel id={job.id} />
    </>
  );
}

/** How much shorter it has become so far. Brotli writes nothing before it has read much. */
function ratioOf({ part, written }: EncodingProgress, size: number): string {
  if (written === 0) return `${inBytes(part * size)} read`;
  const ratio = `${inBytes(part * size)} to ${inBytes(written)}`;
  return part === 1 ? `done: ${ratio}` : ratio;
}

function Bar({ label, part }: { readonly label: string; readonly part: number }) {
  return <progress aria-label={label} max={1} value={part} />;
}

function Cancel({ id }: { readonly id: string }) {
  // What became of it comes as an event, to this tab and all others.
  const cancel = async () => void (await fetch(`/api/jobs/${id}`, { method: 'DELETE' }).catch(() => undefined));
  return (
    <div className="row">
      <Button look="danger" onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
