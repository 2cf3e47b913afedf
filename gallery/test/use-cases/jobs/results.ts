import { createHash } from 'node:crypto';
import { brotliDecompressSync, zstdDecompressSync } from 'node:zlib';
import { expect } from 'vitest';
import type { JobIn } from '../../../use-cases/jobs/job.ts';
import type { TestGallery } from '../../support/open-gallery.ts';

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Downloads all results of a job: each is what was said of it, and comes to the file again. */
export async function expectRightResults(
  { url }: TestGallery,
  { id, name, size, sha256, results }: JobIn<'done'>,
  file: Uint8Array,
): Promise<void> {
  expect({ size, sha256 }).toEqual({ size: file.length, sha256: sha256Of(file) });
  expect(results.map((result) => result.file)).toEqual(['result.br', 'result.zst']);
  for (const result of results) {
    const answer = await fetch(`${url}/api/jobs/${id}/${result.file}`);
    expect(answer.headers.get('content-disposition')).toContain(name);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect({ bytes: bytes.length, sha256: sha256Of(bytes) }).toEqual({ bytes: result.bytes, sha256: result.sha256 });
    const again = result.file === 'result.br' ? brotliDecompressSync(bytes) : zstdDecompressSync(bytes);
    expect(sha256Of(again)).toBe(sha256);
  }
}
