import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import type { JobIn } from '../../use-cases/jobs/job.ts';
import { sampleLog } from '../../use-cases/jobs/sample-log.ts';
import { pressButton } from '../support/button.ts';
import { look } from '../support/look.ts';
import { type TestGallery, openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';
import { jobsIn, linesOf } from './jobs/job-events.ts';
import { expectRightResults } from './jobs/results.ts';

const timeout = 240_000;

forEachBrowser((browser) => {
  async function open({ url }: TestGallery): Promise<Page> {
    const page = await browser.openPage();
    await page.goto(`${url}/jobs`);
    await untilText(page, '[role=status]', 'Live');
    return page;
  }

  test('a file is encoded, every tab follows it, and what comes out is the file', { timeout }, async () => {
    const gallery = await openGallery();
    const [page, other] = await Promise.all([open(gallery), open(gallery)]);
    const file = Buffer.concat([...sampleLog(300_000)]);
    await choose(page, 'orders.log', file);
    for (const each of [page, other]) {
      await untilText(each, 'section', 'orders.log');
      await untilText(each, '[role=status]', 'Done');
    }
    const done = await doneIn(gallery);
    await expectRightResults(gallery, done, file);
    const lines = await linesOf(gallery, done.id);
    await vi.waitFor(async () => expect(await logOf(other)).toEqual(lines), patient);
    expect(lines).toContainEqual(`Received 300 kB, SHA-256 ${done.sha256}`);
    expect(await page.$$eval('a[download]', (links) => links.map((link) => link.getAttribute('href')))).toEqual([
      `/api/jobs/${done.id}/result.br`,
      `/api/jobs/${done.id}/result.zst`,
    ]);
    await look(browser, page, 'jobs-done');
  });

  test('a server that is killed at work does it anew, and nothing comes twice', { timeout }, async () => {
    const gallery = await openGallery();
    const page = await open(gallery);
    const file = Buffer.concat([...sampleLog(1_500_000)]);
    await choose(page, 'orders.log', file);
    await page.waitForFunction(() => {
      const bars = [...document.querySelectorAll<HTMLProgressElement>('progress[aria-label^=Brotli]')];
      return bars.some(({ value }) => value > 0 && value < 1);
    });
    await gallery.crash();
    await untilText(page, '[role=log]', 'The server was started again');
    await page.reload();
    await untilText(page, '[role=status]', 'Done');
    const done = await doneIn(gallery);
    await expectRightResults(gallery, done, file);
    await gallery.crash();
    expect(await doneIn(gallery)).toEqual(done);
    const lines = await linesOf(gallery, done.id);
    expect(lines.filter((line) => line.startsWith('Brotli, level 11: done'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('Received'))).toHaveLength(1);
    await vi.waitFor(async () => expect(await logOf(page)).toEqual(lines), patient);
  });

  test('a job that is cancelled in one tab stops in all, and leaves no file', { timeout }, async () => {
    const gallery = await openGallery();
    const [page, other] = await Promise.all([open(gallery), open(gallery)]);
    await pressButton(page, 'Use the sample');
    await untilText(other, '[role=status]', 'Being encoded');
    const [{ id } = { id: '' }] = await jobsIn(gallery);
    await vi.waitFor(
      async () => expect(await readdir(join(gallery.folder, 'jobs', id))).toContain('result.br.half'),
      patient,
    );
    await pressButton(other, 'Cancel');
    for (const each of [page, other]) await untilText(each, '[role=status]', 'Cancelled');
    await vi.waitFor(
      async () => expect(await readdir(join(gallery.folder, 'jobs', id))).toEqual(['job.json']),
      patient,
    );
    // The next has its turn.
    const file = Buffer.from('short');
    await choose(page, 'short.txt', file);
    await untilText(page, '[role=status]', 'Done');
    await expectRightResults(gallery, await doneIn(gallery), file);
    await pressButton(page, 'Use the sample');
    await untilText(page, '[role=status]', 'Being encoded');
    await look(browser, page, 'jobs-at-work');
  });
});

/** The one job that is done, which the hub has said once. */
async function doneIn(gallery: TestGallery): Promise<JobIn<'done'>> {
  const done = (await jobsIn(gallery)).filter((job) => job.phase === 'done');
  expect(done).toHaveLength(1);
  return done[0] as JobIn<'done'>;
}

/** Chooses a file as a person does in the dialogue. */
async function choose(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'spillway-jobs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), bytes);
  const input = (await page.$('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(join(folder, name));
}

function logOf(page: Page): Promise<string[]> {
  return page.$$eval('[role=log] li', (lines) =>
    lines.map((line) => (line.textContent ?? '').slice((line.querySelector('time')?.textContent ?? '').length + 1)),
  );
}
