import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { pages } from '../../site/pages.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

/** What scripts may weigh on the first load of any page, in bytes as they are sent. */
const mostScript = 150_000;

forEachBrowser((browser) => {
  test.for([{ path: '/', title: 'Spillway: live over plain HTTP' }, ...pages])(
    '$path reads well on a desktop and on a phone, is light, and has one stream at most for each person',
    { timeout: 60_000 },
    async ({ path, title }) => {
      const gallery = await openGallery();
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
      // Two people are two clients.
      expect(await gallery.streams()).toBeLessThanOrEqual(path === '/notifications' ? 2 : 1);
    },
  );

  test('what is published to the gallery by the README shows up in a page', async () => {
    const gallery = await openGallery();
    const page = await browser.openPage();
    await page.goto(gallery.url);
    await untilText(page, '[role=status]', 'Live');
    await fetch(`${gallery.url}/events`, {
      method: 'POST',
      body: new URLSearchParams({ topic: 'demo', data: 'hello there' }),
    });
    await untilText(page, 'main', 'hello there');
    await vi.waitFor(async () => expect(await gallery.streams()).toBe(1));
  });
});
