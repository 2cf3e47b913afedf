import type { Page } from 'puppeteer-core';
import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { openComparison, press } from './experiment.ts';

/** The lamps in their order, such as `['open', 'waiting']`. */
async function lamps(page: Page): Promise<(string | null)[]> {
  return page.$$eval('[data-lamp]', (all) => all.map((lamp) => lamp.getAttribute('data-lamp')));
}

async function held(page: Page, kind: string): Promise<string | null> {
  return page.$eval(`[data-held=${kind}]`, (element) => element.textContent);
}

async function untilEachHasEvents(page: Page, count: number): Promise<void> {
  await vi.waitFor(async () => {
    const texts = await page.$$eval('[data-lamp]', (all) => all.map((lamp) => lamp.textContent ?? ''));
    const live = texts.filter((text) => Number(/(\d+) events/.exec(text)?.[1]) >= 2);
    expect(live).toHaveLength(count);
  }, patient);
}

async function untilClosed(page: Page): Promise<void> {
  await press(page, 'Close all');
  await vi.waitFor(async () => {
    expect(await page.$eval('#connection-limit', (section) => section.textContent)).toContain(
      'The server holds 0 streams',
    );
  }, patient);
}

const eightOpen = Array.from({ length: 8 }, () => 'open');

forEachBrowser(
  (browser) => {
    test(
      'of eight streams over HTTP/1.1 six are open; over HTTP/2, and shared, all of them',
      { timeout: 240_000 },
      async () => {
        const gallery = await openGallery();
        const page = await browser.openPage();
        await openComparison(page, gallery.url);

        await press(page, 'Open over HTTP/1.1');
        const sixOpen = [...eightOpen.slice(0, 6), 'waiting', 'waiting'];
        await vi.waitFor(async () => expect(await lamps(page)).toEqual(sixOpen), patient);
        // Those that are open go on, and those that wait still do.
        await untilEachHasEvents(page, 6);
        expect(await lamps(page)).toEqual(sixOpen);
        await vi.waitFor(
          async () => expect(await held(page, 'http1')).toContain('6 streams on 6 connections'),
          patient,
        );
        await look(browser, page, 'comparison-connection-limit');
        await untilClosed(page);

        await press(page, 'Open over HTTP/2');
        await vi.waitFor(async () => expect(await lamps(page)).toEqual(eightOpen), patient);
        await untilEachHasEvents(page, 8);
        await vi.waitFor(
          async () => expect(await held(page, 'http2')).toContain('8 streams on 1 connection.'),
          patient,
        );
        await untilClosed(page);

        await press(page, 'Open shared');
        await vi.waitFor(async () => expect(await lamps(page)).toEqual(eightOpen), patient);
        await untilEachHasEvents(page, 8);
        await vi.waitFor(async () => expect(await held(page, 'shared')).toContain('1 stream on'), patient);

        // Leaving the page closes them, too; whoever comes back finds nothing open.
        await page.evaluate(() => document.querySelector<HTMLAnchorElement>('nav a[href="/decision"]')?.click());
        await page.waitForFunction(() => document.title.startsWith('The decision guide'));
        await page.evaluate(() => document.querySelector<HTMLAnchorElement>('nav a[href="/comparison"]')?.click());
        await vi.waitFor(async () => {
          expect(await page.$eval('#connection-limit', (section) => section.textContent)).toContain(
            'The server holds 0 streams',
          );
        }, patient);
      },
    );
  },
  { acceptInsecureCerts: true },
);

forEachBrowser((browser) => {
  test(
    'a browser that does not trust the certificate is shown where it may, and HTTP/2 waits for that',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery();
      const page = await browser.openPage();
      await openComparison(page, gallery.url);
      await page.waitForSelector('#connection-limit a[href^="https://localhost:"]');
      const button = '#connection-limit button:nth-of-type(2)';
      expect(await page.$eval(button, (element) => element.matches(':disabled'))).toBe(true);
    },
  );
});
