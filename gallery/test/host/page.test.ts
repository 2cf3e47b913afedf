import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { startHubProcess } from '../../processes/hub-process.ts';
import type { LastingProcess } from '../../processes/lasting-process.ts';
import { layOutPage, type PageFolder } from '../../host/page-folder.ts';
import { createSampler, type Sample } from '../../host/sample.ts';

let folder: PageFolder;
let hub: LastingProcess;
let url: string;
let sample: Sample;

beforeEach(async () => {
  folder = await layOutPage();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  const settings = { port: `${port}`, log: 'memory:', public: folder.path };
  hub = await startHubProcess({ settings, onRestart: () => undefined });
  sample = await (await createSampler('run')).take();
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Publishes a sample with this number, taken so many seconds after number 1. */
async function publish(sequence: number): Promise<void> {
  const data = { ...sample, sequence, time: sample.time + (sequence - 1) * 1000 };
  const body = JSON.stringify({ topic: 'host/test', id: `run:${sequence}`, data });
  const response = await fetch(`${url}events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(200);
}

/** Holds when the page comes to say this in its elements with these ids. */
async function expectSaid(page: Page, expected: Record<string, string>): Promise<void> {
  const said = () =>
    page.evaluate(
      (ids) => Object.fromEntries(ids.map((id) => [id, document.getElementById(id)?.textContent])),
      Object.keys(expected),
    );
  await expect.poll(said).toEqual(expected);
}

forEachBrowser((browser) => {
  // The page hung for minutes on its first sample, unless a second was there with it.
  test('a page that has one sample draws it and takes the next', { timeout: 240_000 }, async () => {
    const page = await browser.openPage();
    await publish(1);
    await page.goto(url);
    await expectSaid(page, { state: 'Live', seen: '1', 'last-event-id': 'run:1' });
    await publish(2);
    await expectSaid(page, { seen: '2', verdict: 'Every sample, once, in order' });
  });

  test('a page whose hub lost its log says so, and counts what is missing', { timeout: 240_000 }, async () => {
    const page = await browser.openPage();
    await publish(1);
    await publish(2);
    await page.goto(url);
    await expectSaid(page, { seen: '2', holes: '0', gaps: 'none' });

    process.kill(hub.pid, 'SIGKILL');
    await expectSaid(page, { state: 'Reconnecting' });
    await expectSaid(page, { state: 'Live', reconnects: '1', gaps: 'after run:2 (unknown)' });
    await publish(5);
    await expectSaid(page, { seen: '3', holes: '2', doubles: '0', verdict: 'Samples are missing or came twice' });
  });
});
