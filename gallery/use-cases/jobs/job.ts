import * as v from 'valibot';

/** What can be said of any job. */
const common = {
  id: v.string(),
  /** The file's name, as the person has it. */
  name: v.string(),
  /** The file's bytes. */
  size: v.number(),
  /** When it was begun, in milliseconds since the Unix epoch. */
  at: v.number(),
};

/** How far one encoding of the file has come. */
const encoding = v.object({
  /** Such as `Brotli, level 11`. */
  label: v.string(),
  /** How much of the file is encoded, from 0 to 1. */
  part: v.number(),
  /** Bytes that came out of it so far. */
  written: v.number(),
  /** Bytes of the file that are encoded in a second; null until that is known. */
  bytesPerSecond: v.nullable(v.number()),
  secondsLeft: v.nullable(v.number()),
});

const result = v.object({
  label: v.string(),
  /** Its file, at `/api/jobs/<id>/<file>`. */
  file: v.string(),
  bytes: v.number(),
  sha256: v.string(),
});

/** What the server says of a job, each time anything about it changes. */
export const jobSchema = v.variant('phase', [
  v.object({ ...common, phase: v.literal('uploading'), received: v.number() }),
  v.object({ ...common, phase: v.literal('waiting'), sha256: v.string() }),
  v.object({ ...common, phase: v.literal('encoding'), sha256: v.string(), encodings: v.array(encoding) }),
  v.object({ ...common, phase: v.literal('done'), sha256: v.string(), results: v.array(result) }),
  v.object({ ...common, phase: v.literal('cancelled') }),
  v.object({ ...common, phase: v.literal('failed'), because: v.string() }),
  // Only the newest jobs are kept.
  v.object({ ...common, phase: v.literal('removed') }),
]);

/** A line of a job's log. */
export const lineSchema = v.object({ at: v.number(), text: v.string() });

export type Job = v.InferOutput<typeof jobSchema>;
export type JobIn<Phase extends Job['phase']> = Extract<Job, { phase: Phase }>;
export type JobResult = v.InferOutput<typeof result>;
export type EncodingProgress = v.InferOutput<typeof encoding>;

/** How far a job has come, from 0 to 1. */
export function partOf(job: Job): number {
  switch (job.phase) {
    case 'uploading':
      return job.received / job.size;
    case 'encoding':
      return Math.min(...job.encodings.map(({ part }) => part));
    case 'done':
      return 1;
    case 'waiting':
    case 'cancelled':
    case 'failed':
    case 'removed':
      return 0;
    default:
      return job satisfies never;
  }
}
