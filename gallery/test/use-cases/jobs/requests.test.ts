import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import type { JobIn } from '../../../use-cases/jobs/job.ts';
import { sampleLog } from '../../../use-cases/jobs/sample-log.ts';
import { type TestGallery, openGallery } from '../../support/open-gallery.ts';
import { eventsOf, jobsIn, linesOf, sendFile } from './job-events.ts';
import { expectRightResults } from './results.ts';
import { patient } from '../../../../packages/hub/test/support/patience.ts';

const timeout = 240_000;

/** Sends the head of an upload and no more. */
async function sendHead({ url }: TestGallery, headers: Record<string, string | number>) {
  const sent = request(`${url}/api/jobs?name=a`, { method: 'POST', headers, agent: false });
  sent.flushHeaders();
  const [answer] = await once(sent, 'response');
  const detail = JSON.parse(await text(answer)).detail;
  sent.destroy();
  return { status: answer.statusCode, detail };
}

test('an upload that is too long, empty or of no known length is refused by its head', { timeout }, async () => {
  const gallery = await openGallery();
  const type = { 'content-type': 'application/octet-stream' };
  expect(await sendHead(gallery, { ...type, 'content-length': 200_000_001 })).toEqual({
    status: 413,
    detail: 'A file may have 200 MB at most.',
  });
  expect(await sendHead(gallery, { ...type, 'transfer-encoding': 'chunked' })).toMatchObject({ status: 411 });
  expect(await sendHead(gallery, { ...type, 'content-length': 0 })).toMatchObject({ status: 400 });
  expect(await sendHead(gallery, { 'content-type': 'text/plain', 'content-length': 5 })).toMatchObject({ status: 415 });
  expect(await jobsIn(gallery)).toEqual([]);
  expect(await readdir(join(gallery.folder, 'jobs'))).toEqual([]);
});

test('an upload that is cut off has failed, by a broken connection as by a crash', { timeout }, async () => {
  const gallery = await openGallery();
  for (const cut of ['connection', 'server']) {
    const before = (await jobsIn(gallery)).length;
    const socket = connect(Number(new URL(gallery.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/jobs?name=..%2F..%2Fcut.bin HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n` +
        `content-type: application/octet-stream\r\n\r\n${'x'.repeat(100_000)}`,
    );
    await vi.waitFor(async () => expect((await jobsIn(gallery)).length).toBeGreaterThan(before), patient);
    if (cut === 'server') await gallery.crash();
    else socket.destroy();
    await vi.waitFor(async () => {
      const last = (await jobsIn(gallery)).at(-1);
      expect(last).toMatchObject({ name: 'cut.bin', phase: 'failed', because: 'the upload was cut off' });
      expect(await readdir(join(gallery.folder, 'jobs', last?.id ?? ''))).toEqual(['job.json']);
    }, patient);
    socket.destroy();
  }
});

test('jobs take turns, wait in bounds, and only the newest ten that have ended are kept', { timeout }, async () => {
  const gallery = await openGallery();
  // The first is long enough to keep all others waiting.
  const long = await fetch(`${gallery.url}/api/jobs/sample`, { method: 'POST' });
  const { id } = (await long.json()) as { id: string };
  const others: string[] = [];
  for (let count = 1; count < 10; count += 1) {
    const answer = await sendFile(gallery, `${count}.txt`, Buffer.from(`file ${count}`));
    expect(answer.status).toBe(201);
    others.push(((await answer.json()) as { id: string }).id);
  }
  expect((await sendFile(gallery, 'more.txt', Buffer.from('more'))).status).toBe(429);
  const [waiting = '', ...rest] = others;
  // One that waits is cancelled without its turn; nobody's work is disturbed.
  expect((await fetch(`${gallery.url}/api/jobs/${waiting}`, { method: 'DELETE' })).status).toBe(200);
  expect(await phasesOf(gallery, waiting)).toEqual(['uploading', 'waiting', 'cancelled']);
  expect(await linesOf(gallery, id)).not.toContain('Cancelled: all files are deleted');
  expect((await fetch(`${gallery.url}/api/jobs/${id}`, { method: 'DELETE' })).status).toBe(200);
  for (const each of rest) {
    await vi.waitFor(async () => expect((await phasesOf(gallery, each)).at(-1)).toBe('done'), patient);
  }
  expect(await readdir(join(gallery.folder, 'jobs'))).toHaveLength(10);
  const answer = await sendFile(gallery, 'newest.txt', Buffer.from('newest'));
  const newest = (await answer.json()) as { id: string };
  await vi.waitFor(async () => expect(await phasesOf(gallery, newest.id)).toContain('done'), patient);
  await vi.waitFor(async () => expect((await phasesOf(gallery, waiting)).at(-1)).toBe('removed'), patient);
  await vi.waitFor(async () => {
    expect((await readdir(join(gallery.folder, 'jobs'))).toSorted()).toEqual([id, ...rest, newest.id].toSorted());
  }, patient);
  expect((await fetch(`${gallery.url}/api/jobs/${newest.id}`, { method: 'DELETE' })).status).toBe(409);
  expect((await fetch(`${gallery.url}/api/jobs/${waiting}`, { method: 'DELETE' })).status).toBe(404);
  for (const path of [`${waiting}/result.br`, `${newest.id}/original`, `${newest.id}/..%2Fjob.json`, 'no/result.br']) {
    expect((await fetch(`${gallery.url}/api/jobs/${path}`)).status, path).toBe(404);
  }
});

test('whenever the server is killed, a job is done once, and right', { timeout: 240_000 }, async () => {
  const gallery = await openGallery();
  const file = Buffer.concat([...sampleLog(300_000)]);
  const answer = await sendFile(gallery, 'orders.log', file);
  const { id } = (await answer.json()) as { id: string };
  for (const delayMs of [0, 300, 900, 1500]) {
    // Where in its work that is depends on the machine; what must come of it does not.
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await gallery.crash();
  }
  await vi.waitFor(async () => expect(await phasesOf(gallery, id)).toContain('done'), patient);
  const done = (await jobsIn(gallery)).filter((job) => job.phase === 'done');
  expect(done).toHaveLength(1);
  await expectRightResults(gallery, done[0] as JobIn<'done'>, file);
  expect(await readdir(join(gallery.folder, 'jobs', id))).toEqual(['job.json', 'original', 'result.br', 'result.zst']);
  const lines = await linesOf(gallery, id);
  expect(lines.filter((line) => line.startsWith('Received'))).toHaveLength(1);
  expect(lines).toContain('The server was started again, and begins this anew');
});

async function phasesOf(gallery: TestGallery, id: string): Promise<readonly string[]> {
  const events = await eventsOf(gallery, `jobs/${id}`);
  const phases = events
    .filter(({ event }) => event === 'job')
    .map(({ data }) => (JSON.parse(data) as { phase: string }).phase);
  return phases.filter((phase, index) => phase !== phases[index - 1]);
}
