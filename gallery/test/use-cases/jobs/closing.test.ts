import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Hub, createHub } from 'spillway';
import { createMemoryLog } from 'spillway/log/memory';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../../../packages/hub/test/support/temporary-folder.ts';
import { compressions } from '../../../use-cases/jobs/encodings/compress.ts';
import type { Job } from '../../../use-cases/jobs/job.ts';
import { openJobs } from '../../../use-cases/jobs/jobs.ts';
import { sampleLog } from '../../../use-cases/jobs/sample-log.ts';
import { patient } from '../../../../packages/hub/test/support/patience.ts';

const timeout = 240_000;

test(
  'jobs that are closed in good order stop at once, and are gone on with when they are opened again',
  { timeout },
  async () => {
    const hub = createHub({ log: createMemoryLog() });
    onTestFinished(() => hub.close());
    const folder = await temporaryFolder();
    const errors: unknown[] = [];
    const open = () => openJobs({ hub, folder, encodings: compressions, onError: (error) => errors.push(error) });
    const file = Buffer.concat([...sampleLog(600_000)]);

    const before = await open();
    const taken = await before.take({ name: 'orders.log', size: file.length, bytes: [file] });
    const id = taken?.id ?? '';
    await vi.waitFor(async () => expect((await newestOf(hub, id)).phase).toBe('encoding'), patient);
    await before[Symbol.asyncDispose]();
    expect(await readdir(join(folder, id))).not.toContain('result.br');

    const after = await open();
    onTestFinished(() => after[Symbol.asyncDispose]());
    await vi.waitFor(async () => expect((await newestOf(hub, id)).phase).toBe('done'), patient);
    const result = brotliDecompressSync(await readFile(join(folder, id, 'result.br')));
    expect(result.equals(file)).toBe(true);
    expect(errors).toEqual([]);
  },
);

async function newestOf(hub: Hub, id: string): Promise<Job> {
  const { events } = await hub.page({ topics: [`jobs/${id}`], since: 'latest' });
  return JSON.parse(events.find(({ event }) => event === 'job')?.data ?? '{}') as Job;
}
