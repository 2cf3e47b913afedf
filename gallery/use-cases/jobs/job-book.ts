import type { Hub } from 'spillway';
import type { Job } from './job.ts';
import { type JobFolder, type JobRecord, createJobFolder } from './job-folder.ts';
import { type JobNews, createJobNews } from './job-news.ts';

/** All jobs that there are, on disk and told to everybody. */
export interface JobBook {
  readonly files: JobFolder;
  readonly news: JobNews;
  get(id: string): JobRecord | undefined;
  /**
   * Keeps how a job stands, then tells it. A crash in between is made good by the next process, which tells again what is
   * kept. Of jobs that have ended only the newest are kept.
   */
  settle(record: JobRecord): Promise<void>;
}

/** How many jobs that have ended are kept, with their files. */
const mostEnded = 10;

/** Opens the book of a folder: tells again how jobs stand, and returns the records that were left unfinished, too. */
export async function openJobBook(
  hub: Hub,
  folder: string,
  onError: (error: unknown) => void,
): Promise<{ readonly book: JobBook; readonly unfinished: readonly JobRecord[] }> {
  const files = createJobFolder(folder);
  const news = createJobNews(hub, onError);
  /** In the order in which they stand as they do. */
  const records = new Map<string, JobRecord>();

  async function settle(record: JobRecord): Promise<void> {
    await files.keep(record);
    await enter(record);
  }

  async function enter(record: JobRecord): Promise<void> {
    const { id } = record.job;
    records.delete(id);
    records.set(id, record);
    await news.stands(record);
    const ended = [...records.values()].filter(({ job }) => hasEnded(job));
    for (const oldest of ended.slice(0, -mostEnded)) await forget(oldest);
  }

  async function forget({ job: { id, name, size, at }, attempt }: JobRecord): Promise<void> {
    records.delete(id);
    await news.stands({ job: { id, name, size, at, phase: 'removed' }, attempt });
    await files.remove(id);
  }

  const kept = await files.records();
  for (const record of kept) await enter(record);
  return {
    book: { files, news, settle, get: (id) => records.get(id) },
    unfinished: kept.filter(({ job }) => !hasEnded(job)),
  };
}

function hasEnded({ phase }: Job): boolean {
  return phase === 'done' || phase === 'cancelled' || phase === 'failed';
}
