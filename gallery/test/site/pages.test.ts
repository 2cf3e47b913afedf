import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { pages } from '../../site/pages.ts';
import { look } from '../support/look.ts';
import { startTestGallery } from '../support/open-gallery.ts';

/** What scripts may weigh on the first load of any page, in bytes as they are sent. */
const mostScript = 150_000;

const root = join(import.meta.dirname, '..', '..', '..');

let folder: string;
let gallery: Awaited<ReturnType<typeof startTestGallery>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spillway-pages-'));
  gallery = await startTestGallery(folder);
});

afterAll(async () => {
  await gallery?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

forEachBrowser((browser) => {
  test.for([{ path: '/', title: 'Spillway: live over plain HTTP' }, ...pages])(
    '$path reads well on a desktop and on a phone, is light, shows its sources, and has one stream for each person',
    { timeout: 240_000 },
    async ({ path, title }) => {
      const page = await browser.openPage();
      await page.goto(`${gallery.url}${path}`);
      await page.waitForFunction((wanted) => document.title.startsWith(wanted), {}, title);
      await page.waitForFunction(() => !document.body.textContent?.includes('Loading …'));
      const script = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter((entry): entry is PerformanceResourceTiming => new URL(entry.name).pathname.endsWith('.js'))
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      );
      expect(script).toBeGreaterThan(10_000);
      expect(script).toBeLessThanOrEqual(mostScript);
      await look(browser, page, path === '/' ? 'home' : path.slice(1));
      if (pages.find((about) => about.path === path)?.sample === undefined) {
        await expectSources(page, 'The lines that make it');
      } else {
        await expectSample(page);
        await page.locator('summary ::-p-text(The full source of this page)').click();
        await page.waitForSelector('::-p-aria(Full source[role="region"]) button');
        await expectSources(page, 'Full source');
      }
      // Two people are two clients. The page before may still be leaving.
      const most = path === '/notifications' ? 2 : 1;
      await expect.poll(() => gallery.streams()).toBeLessThanOrEqual(most);
    },
  );
});

/** Expects the short sample of a page to be what is in the repository, in a size that can be read and pasted. */
async function expectSample(page: Page): Promise<void> {
  const files = await page.$$eval('::-p-aria(The lines that make it[role="region"]) pre', (all) =>
    all.map((each) => ({ name: each.getAttribute('aria-label') ?? '', text: each.textContent.trimEnd() })),
  );
  expect(files.map(({ name }) => name.split('/').at(-1))).toEqual(['server.ts', 'page.tsx']);
  for (const { name, text } of files) {
    expect(text, name).toBe((await readFile(join(root, name), 'utf8')).trimEnd());
    const lines = text.split('\n').length;
    expect(lines, name).toBeGreaterThanOrEqual(10);
    expect(lines, name).toBeLessThanOrEqual(25);
  }
}

/** Presses the button of each source in turn, and expects what it shows to be what is in the repository. */
async function expectSources(page: Page, title: string): Promise<void> {
  const panel = `::-p-aria(${title}[role="region"])`;
  const buttons = await page.$$(`${panel} button`);
  expect(buttons.length).toBeGreaterThan(0);
  for (const button of buttons) {
    await button.click();
    const file = await page.waitForFunction(
      (pressed) => {
        const section = pressed.closest('section');
        const name = section?.querySelector('p code')?.textContent;
        const shown = section?.querySelector('pre')?.getAttribute('aria-label');
        return pressed.ariaPressed === 'true' && name === shown ? name : undefined;
      },
      {},
      button,
    );
    const name = (await file.jsonValue()) ?? '';
    const shown = await button.evaluate((pressed) => pressed.closest('section')?.querySelector('pre')?.textContent);
    expect(shown?.trimEnd(), name).toBe((await readFile(join(root, name), 'utf8')).trimEnd());
  }
}
