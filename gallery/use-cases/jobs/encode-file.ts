import { rename } from 'node:fs/promises';
import { inBytes, inPercent, inTime } from '../../site/parts/units.ts';
import { digestOf } from './digest.ts';
import type { Encoding } from './encodings/encoding.ts';
import type { EncodingProgress, JobResult } from './job.ts';
import { half } from './job-folder.ts';
import { createPace } from './pace.ts';

export interface FileToEncode {
  readonly input: string;
  readonly size: number;
  readonly encodings: readonly Encoding[];
  /** The path of the result with this name. */
  readonly pathOf: (file: string) => string;
  readonly signal: AbortSignal;
  /** Is told several times a second how far each encoding has come. */
  readonly onProgress: (encodings: readonly EncodingProgress[]) => void;
  /** Is told in words what happens. */
  readonly onLine: (text: string) => void;
}

const progressMs = 250;

/**
 * Encodes a file in several ways at once. Each result gets its name once it is whole. Where one fails the others are
 * given up; this rejects once nothing writes any more.
 */
export async function encodeFile(file: FileToEncode): Promise<JobResult[]> {
  const givingUp = new AbortController();
  const signal = AbortSignal.any([file.signal, givingUp.signal]);
  const progress = file.encodings.map(({ label }) => startOf(label));
  const telling = setInterval(() => file.onProgress(progress), progressMs);
  file.onProgress(progress);
  try {
    const settled = await Promise.allSettled(
      file.encodings.map((encoding, index) =>
        encodeOne({ ...file, signal }, encoding, (news) => (progress[index] = news)).catch((error: unknown) => {
          givingUp.abort(error);
          throw error;
        }),
      ),
    );
    signal.throwIfAborted();
    return settled.flatMap((each) => (each.status === 'fulfilled' && each.value !== undefined ? [each.value] : []));
  } finally {
    clearInterval(telling);
  }
}

function startOf(label: string): EncodingProgress {
  return { label, part: 0, written: 0, bytesPerSecond: null, secondsLeft: null };
}

async function encodeOne(
  { input, size, pathOf, signal, onLine }: FileToEncode,
  encoding: Encoding,
  onProgress: (progress: EncodingProgress) => void,
): Promise<JobResult | undefined> {
  const { label, extension, isOptional } = encoding;
  const file = `result.${extension}`;
  const output = pathOf(`${file}${half}`);
  const startedAt = performance.now();
  const secondsSoFar = () => (performance.now() - startedAt) / 1000;
  const pace = createPace();
  let quarter = 0;

  function reach(part: number, written: number): void {
    pace.reach(part);
    const rate = pace.perSecond();
    const bytesPerSecond = rate && Math.round(rate * size);
    const secondsLeft = pace.secondsLeft();
    onProgress({ label, part, written, bytesPerSecond, secondsLeft: secondsLeft && Math.round(secondsLeft) });
    const quartersDone = Math.floor(part * 4);
    if (quartersDone > quarter && part < 1) {
      onLine(`${label}: ${inPercent(part)} after ${inTime(secondsSoFar())}`);
    }
    quarter = quartersDone;
  }

  onLine(`${label}: begun`);
  try {
    await encoding.encode({ input, output, size, signal, onProgress: reach });
  } catch (error) {
    if (!isOptional || signal.aborted) throw error;
    console.error(error);
    onLine(`${label}: this file cannot be read that way, so there will be no such result`);
    onProgress({ ...startOf(label), part: 1 });
    return undefined;
  }
  const { bytes, sha256 } = await digestOf(output, signal);
  await rename(output, pathOf(file));
  onLine(
    `${label}: done after ${inTime(secondsSoFar())}, ${inBytes(bytes)}, ${inPercent(bytes / size, 1)} of the file`,
  );
  return { label, file, bytes, sha256 };
}
