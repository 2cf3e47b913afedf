import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { half } from './job-folder.ts';

/** What is read into a file. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const progressMs = 200;

/** Writes bytes to a file as they come, which gets its name once all are there. Resolves with their SHA-256. */
export async function receiveFile(
  bytes: Bytes,
  path: string,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (received: number) => void },
): Promise<string> {
  const hash = createHash('sha256');
  let received = 0;
  const telling = setInterval(() => onProgress(received), progressMs);
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      hash.update(chunk);
      received += chunk.length;
      yield chunk;
    }
  }
  try {
    await pipeline(counted, createWriteStream(`${path}${half}`), { signal });
    await rename(`${path}${half}`, path);
    return hash.digest('hex');
  } finally {
    clearInterval(telling);
  }
}
