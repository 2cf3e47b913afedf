import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { ways } from '../../comparison/feed/ways.ts';
import { openGallery } from '../support/open-gallery.ts';
import { openComparison, press } from './experiment.ts';
import { expectFaultless, hurry, liveAgain, more, number, overhear, readyStates } from './feed-page.ts';

forEachBrowser((browser) => {
  test(
    'with resuming by hand the WebSocket misses nothing either, and a crash of the gallery is just another restart',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery();
      const page = await browser.openPage();
      await overhear(page);
      await openComparison(page, gallery.url);
      await hurry(page);
      await page.click('input[type=checkbox]');
      await more(page, 5);
      await press(page, 'Cut all connections');
      await liveAgain(page, 'cut');
      await press(page, 'Restart the server');
      await liveAgain(page, 'restart');
      await more(page, 5);
      await expectFaultless(page, ways);

      expect((await readyStates(page)).filter((readyState) => readyState === WebSocket.OPEN)).toHaveLength(2);
      const requests = await number(page, 'polling requests');
      await gallery.crash();
      await more(page, 5);
      await expectFaultless(page, ways);
      // What the process that is gone had counted still counts.
      await vi.waitFor(async () => expect(await number(page, 'polling requests')).toBeGreaterThan(requests), patient);

      // Whoever leaves the page leaves nothing open.
      await page.evaluate(() => document.querySelector<HTMLAnchorElement>('nav a[href="/decision"]')?.click());
      await vi.waitFor(async () => {
        for (const readyState of await readyStates(page)) expect([WebSocket.CLOSED, 2]).toContain(readyState);
      }, patient);
    },
  );
});
