import { useState } from 'react';
import { useEvents, useLatest } from 'spillway/react';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { EmptyState } from '../../site/parts/empty-state.tsx';
import { DropZone } from './drop-zone.tsx';
import { jobSchema, lineSchema } from './job.ts';
import { JobList } from './job-list.tsx';
import { JobLog } from './job-log.tsx';
import { JobState } from './job-state.tsx';

export default function Jobs() {
  // The newest event of each job, at once and from then on: a reload or another tab shows the same.
  const { latest, state } = useLatest('/events', {
    topics: ['jobs'],
    events: { job: jobSchema },
    by: ({ data }) => data.id,
    share: true,
  });
  const jobs = Array.from(latest.values(), ({ data }) => data)
    .filter(({ phase }) => phase !== 'removed')
    .toSorted((one, other) => other.at - one.at);
  const [chosen, choose] = useState<string>();
  const job = jobs.find(({ id }) => id === chosen) ?? jobs[0];

  // All lines of the job that is looked at, from its first.
  const { events: lines } = useEvents(job ? '/events' : null, {
    topics: [`jobs/${job?.id}`],
    events: { line: lineSchema },
    since: 'earliest',
    keep: 200,
    share: true,
  });

  return (
    <div className="columns">
      <div className="stack">
        <Card title="Give the server something to do" aside={<ConnectionBadge state={state} />}>
          <DropZone onTaken={choose} />
        </Card>
        <JobList jobs={jobs} chosen={job?.id} onChoose={choose} />
      </div>
      <Card title={job?.name ?? 'No job yet'}>
        {job ? (
          <JobState job={job} />
        ) : (
          <EmptyState title="Progress, log and result">Drop a file or use the sample: its job appears here.</EmptyState>
        )}
        {job && <JobLog lines={lines.map(({ data, lastEventId }) => ({ ...data, id: lastEventId }))} />}
      </Card>
    </div>
  );
}
