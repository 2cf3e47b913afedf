import { randomBytes } from 'node:crypto';
import type { Hub } from 'spillway';
import { inBytes } from '../../site/parts/units.ts';
import { encodeFile } from './encode-file.ts';
import type { Encoding } from './encodings/encoding.ts';
import type { Job, JobIn } from './job.ts';
import { openJobBook } from './job-book.ts';
import type { JobRecord } from './job-folder.ts';
import { type Bytes, receiveFile } from './receive-file.ts';
import { createTurns } from './turns.ts';

/** Files that are encoded, one after the other. */
export interface Jobs extends AsyncDisposable {
  /** Takes a file in. Resolves once it is there, with how its job stands then; undefined where too many are waiting. */
  take(file: FileToTake): Promise<Job | undefined>;
  /** Stops the work on a job and deletes its files. Resolves with how it stands then; undefined where there is none. */
  cancel(id: string): Promise<Job | undefined>;
  /** Where a result is, and the name that it goes by. */
  result(id: string, file: string): { readonly path: string; readonly name: string } | undefined;
}

export interface FileToTake {
  readonly name: string;
  readonly size: number;
  readonly bytes: Bytes;
}

export interface JobsOptions {
  readonly hub: Hub;
  readonly folder: string;
  readonly encodings: readonly Encoding[];
  readonly onError: (error: unknown) => void;
}

/** How many may be under way, most of them waiting for their turn. */
const mostUnderWay = 10;

/** A file that takes the whole process down must not do so for ever. */
const mostAttempts = 10;

/** Opens the jobs of a folder. What a process before left unfinished is taken up again, from the file on disk. */
export async function openJobs({ hub, folder, encodings, onError }: JobsOptions): Promise<Jobs> {
  const { book, unfinished } = await openJobBook(hub, folder, onError);
  const { files, news } = book;
  const turns = createTurns();
  const underWay = new Map<string, { readonly stopping: AbortController; readonly ended: Promise<void> }>();
  let isClosing = false;

  /** Does work on a job that can be stopped, and settles how it ends where it does not end well. */
  function begin(record: JobRecord, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { id, name, size, at } = record.job;
    const stopping = new AbortController();
    async function settleFailure(error: unknown): Promise<void> {
      // The next process goes on with it.
      if (isClosing) return;
      if (!stopping.signal.aborted) onError(error);
      const because = record.job.phase === 'uploading' ? 'the upload was cut off' : 'the file could not be encoded';
      const end = stopping.signal.aborted ? { phase: 'cancelled' as const } : { phase: 'failed' as const, because };
      news.line(record, stopping.signal.aborted ? 'Cancelled: all files are deleted' : `Failed: ${because}`);
      await book.settle({ ...record, job: { id, name, size, at, ...end } });
      await files.clear(id);
    }
    const ended = work(stopping.signal)
      .catch(settleFailure)
      .catch(onError)
      .finally(() => underWay.delete(id));
    underWay.set(id, { stopping, ended });
    return ended;
  }

  function receive(record: JobRecord<JobIn<'uploading'>>, bytes: Bytes): Promise<void> {
    const { received: _, ...job } = record.job;
    return begin(record, async (signal) => {
      await book.settle(record);
      const onProgress = (received: number) => news.progress({ ...record, job: { ...record.job, received } });
      const sha256 = await receiveFile(bytes, files.originalOf(job.id), { signal, onProgress });
      news.line(record, `Received ${inBytes(job.size)}, SHA-256 ${sha256}`);
      const waiting = { ...record, job: { ...job, phase: 'waiting' as const, sha256 } };
      await book.settle(waiting);
    });
  }

  function encode(record: JobRecord<JobIn<'waiting'>>): Promise<void> {
    const { job } = record;
    const work = async (signal: AbortSignal) => {
      const results = await encodeFile({
        input: files.originalOf(job.id),
        size: job.size,
        encodings: encodings.filter((encoding) => encoding.suits(job.name)),
        pathOf: (file) => files.pathOf(job.id, file),
        signal,
        onProgress: (progress) =>
          news.progress({ ...record, job: { ...job, phase: 'encoding', encodings: [...progress] } }),
        onLine: (text) => news.line(record, text),
      });
      await book.settle({ ...record, job: { ...job, phase: 'done', results } });
    };
    return begin(record, (signal) => turns.take(() => work(signal), signal));
  }

  /** Goes on with what a process before has left. */
  async function takeUp({ job, attempt: before }: JobRecord): Promise<void> {
    const attempt = before + 1;
    const { id, name, size, at } = job;
    if (job.phase === 'waiting' && attempt <= mostAttempts) {
      news.line({ job, attempt }, 'The server was started again, and begins this anew');
      await book.settle({ job, attempt });
      void encode({ job, attempt });
    } else {
      const because = job.phase === 'uploading' ? 'the upload was cut off' : `the server ended ${attempt} times`;
      await book.settle({ job: { id, name, size, at, phase: 'failed', because }, attempt });
      await files.clear(id);
    }
  }

  for (const record of unfinished) await takeUp(record);

  return {
    async take({ name, size, bytes }) {
      if (underWay.size >= mostUnderWay) return undefined;
      const id = randomBytes(6).toString('hex');
      const job = { id, name, size, at: Date.now(), phase: 'uploading' as const, received: 0 };
      await receive({ job, attempt: 0 }, bytes);
      const record = book.get(id);
      if (isIn('waiting', record)) void encode(record);
      return record?.job;
    },
    async cancel(id) {
      const life = underWay.get(id);
      life?.stopping.abort();
      await life?.ended;
      return book.get(id)?.job;
    },
    result(id, file) {
      const job = book.get(id)?.job;
      if (job?.phase !== 'done' || !job.results.some((result) => result.file === file)) return undefined;
      return { path: files.pathOf(id, file), name: job.name + file.slice(file.lastIndexOf('.')) };
    },
    async [Symbol.asyncDispose]() {
      isClosing = true;
      const lives = [...underWay.values()];
      for (const { stopping } of lives) stopping.abort();
      await Promise.all(lives.map(({ ended }) => ended));
    },
  };
}

function isIn<Phase extends Job['phase']>(
  phase: Phase,
  record: JobRecord | undefined,
): record is JobRecord<JobIn<Phase>> {
  return record?.job.phase === phase;
}
