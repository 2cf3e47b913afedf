import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Job, jobSchema } from './job.ts';

/** What is kept of a job, so that the next process knows it. */
export interface JobRecord<Of extends Job = Job> {
  readonly job: Of;
  /** How many processes have had it before. */
  readonly attempt: number;
}

const recordSchema = v.object({ job: jobSchema, attempt: v.number() });

/** Where jobs are kept: each in a folder of its own, with its record, the file that was uploaded, and the results. */
export interface JobFolder {
  /** What is there, the oldest first. What is no job is deleted. */
  records(): Promise<readonly JobRecord[]>;
  /** Keeps it in the place of what was kept before: a crash leaves one of the two. */
  keep(record: JobRecord): Promise<void>;
  /** Of the file that was uploaded. */
  originalOf(id: string): string;
  pathOf(id: string, file: string): string;
  /** Deletes all files of a job but its record. */
  clear(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Behind the name of a file that is not whole. */
export const half = '.half';

const recordName = 'job.json';
const originalName = 'original';

export function createJobFolder(path: string): JobFolder {
  const pathOf = (id: string, file: string) => join(path, id, file);

  async function recordOf(id: string): Promise<JobRecord | undefined> {
    try {
      return v.parse(recordSchema, JSON.parse(await readFile(pathOf(id, recordName), 'utf8')));
    } catch {
      // A process that was killed before it kept anything leaves a folder without a record.
      return undefined;
    }
  }

  const remove = (id: string) => rm(join(path, id), { recursive: true, force: true });

  return {
    pathOf,
    remove,
    originalOf: (id) => pathOf(id, originalName),
    async records() {
      const records: JobRecord[] = [];
      for (const id of await readdir(path)) {
        const record = await recordOf(id);
        if (record === undefined) await remove(id);
        else records.push(record);
      }
      return records.toSorted((one, other) => one.job.at - other.job.at);
    },
    async keep(record) {
      const target = pathOf(record.job.id, recordName);
      await mkdir(join(path, record.job.id), { recursive: true });
      await writeFile(`${target}${half}`, JSON.stringify(record), { flush: true });
      await rename(`${target}${half}`, target);
    },
    async clear(id) {
      const names = (await readdir(join(path, id))).filter((name) => name !== recordName);
      await Promise.all(names.map((name) => rm(pathOf(id, name), { force: true })));
    },
  };
}
