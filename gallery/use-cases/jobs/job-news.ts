import type { Hub } from 'spillway';
import type { Job } from './job.ts';
import type { JobRecord } from './job-folder.ts';

/** Tells everybody of jobs. All that is told has an id of its own: said again after a crash, it changes nothing. */
export interface JobNews {
  /** How a job stands for good, or until it is taken up: the list of jobs and the job's own page show it. */
  stands(record: JobRecord): Promise<void>;
  /** How far a job has come: a newer event takes the place of an older one for all who come later. */
  progress(record: JobRecord): void;
  /** A line of its log. */
  line(record: JobRecord, text: string): void;
}

export function createJobNews(hub: Hub, onError: (error: unknown) => void): JobNews {
  let count = 0;
  const state = (job: Job, id: string) =>
    hub.publish({ topic: ['jobs', `jobs/${job.id}`], event: 'job', id, key: job.id, data: job });
  return {
    async stands({ job, attempt }) {
      await state(job, `${job.id}-${attempt}-${job.phase}`);
    },
    progress({ job, attempt }) {
      state(job, `${job.id}-${attempt}-${(count += 1)}`).catch(onError);
    },
    line({ job, attempt }, text) {
      const data = { at: Date.now(), text };
      const id = `${job.id}-${attempt}-${(count += 1)}`;
      hub.publish({ topic: `jobs/${job.id}`, event: 'line', id, data }).catch(onError);
    },
  };
}
