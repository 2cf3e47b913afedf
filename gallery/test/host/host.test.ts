import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { artefact } from '../../../packages/hub/test/support/artefacts.ts';
import { desktop, forEachBrowser, phone } from '../../../packages/hub/test/support/browsers.ts';
import { startExample, type Example } from './example.ts';

let example: Example;

beforeAll(async () => {
  example = await startExample();
});

afterAll(async () => {
  await example.stop();
});

forEachBrowser((browser) => {
  const kills = 3;

  test(
    `the page goes on by itself through ${kills} deaths of the hub, and sees every sample once, in order`,
    { timeout: 240_000 },
    async () => {
      const page = await browser.openPage(desktop);
      await witness(page);
      await page.goto(example.url);
      await seesMore(page, 3);

      for (let death = 1; death <= kills; death += 1) {
        await example.killHub();
        await page.waitForFunction(
          (count) => document.querySelector('#reconnects')?.textContent === String(count),
          {},
          death,
        );
        await seesMore(page, 3);
      }

      const ids = await page.evaluate(() => window.witnessedIds ?? []);
      const [run] = (ids[0] ?? '').split(':');
      expect(ids.length).toBeGreaterThan(3 * kills);
      // From 1 on: what was there before the page came is its history.
      expect(ids).toEqual(ids.map((_, index) => `${run}:${index + 1}`));
      expect(await loggedIds(ids.length)).toEqual(ids);
      expect(await counted(page)).toEqual({ state: 'Live', holes: '0', doubles: '0', gaps: 'none' });
    },
  );

  test.for([
    { name: 'desktop', size: desktop },
    { name: 'phone', size: phone },
  ])('the page fits a $name, and draws every chart', async ({ name, size }) => {
    const page = await browser.openPage(size);
    await page.goto(example.url);
    await seesMore(page, 1);

    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(await page.evaluate(figuresShown)).toEqual(['Processor', 'Memory', 'Load', 'Network', 'Disk']);
    await page.screenshot({ path: await artefact(`host-${browser.name}-${name}.png`.toLowerCase()), fullPage: true });
  });
});

declare global {
  interface Window {
    witnessedIds?: string[];
  }
}

/** Lets the test see what the browser's own EventSource gives the page, before the page does. */
async function witness(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const ids: string[] = [];
    window.witnessedIds = ids;
    window.EventSource = class extends EventSource {
      constructor(url: string | URL, init?: EventSourceInit) {
        super(url, init);
        this.addEventListener('message', ({ lastEventId }) => ids.push(lastEventId));
      }
    };
  });
}

/** Resolves when the page is live and has counted `more` samples beyond those that it has counted now. */
async function seesMore(page: Page, more: number): Promise<void> {
  const seen = await page.evaluate(() => Number(document.querySelector('#seen')?.textContent));
  await page.waitForFunction(
    (least) =>
      document.querySelector('#state')?.textContent === 'Live' &&
      Number(document.querySelector('#seen')?.textContent) >= least,
    {},
    seen + more,
  );
}

/** What the page itself says. */
function counted(page: Page): Promise<Record<string, string | null | undefined>> {
  return page.evaluate(() => {
    const entries = ['state', 'holes', 'doubles', 'gaps'].map((id) => [id, document.getElementById(id)?.textContent]);
    return Object.fromEntries(entries);
  });
}

/** The ids of the log's first events, as the hub gives them to anyone. */
async function loggedIds(limit: number): Promise<readonly string[]> {
  const response = await fetch(`${example.url}events?topic=host/*&since=earliest&limit=${limit}`, {
    headers: { accept: 'application/json' },
  });
  const page: { events: readonly { id: string }[] } = await response.json();
  return page.events.map(({ id }) => id);
}

/** The titles of the charts whose canvas has a line on it, in the first line's own colour. */
function figuresShown(): readonly string[] {
  const [red, green, blue] = (
    getComputedStyle(document.documentElement)
      .getPropertyValue('--line-1')
      .match(/[\da-f]{2}/g) ?? []
  ).map((digits) => Number.parseInt(digits, 16));
  return [...document.querySelectorAll('section')]
    .filter((section) => {
      const canvas = section.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) return true;
      }
      return false;
    })
    .map((section) => section.querySelector('h2')?.textContent ?? '');
}
