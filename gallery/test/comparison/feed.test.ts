import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { ways } from '../../comparison/feed/ways.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { openComparison, press } from './experiment.ts';
import {
  expectFaultless,
  heardBy,
  hurry,
  liveAgain,
  more,
  number,
  overhear,
  published,
  resuming,
} from './feed-page.ts';

forEachBrowser((browser) => {
  test(
    'all four ways bring every event once, until the line is cut; then it shows who resumes',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery();
      const page = await browser.openPage();
      await overhear(page);
      await openComparison(page, gallery.url);
      await hurry(page);
      await more(page, 10);
      await expectFaultless(page, ways);

      await press(page, 'Cut all connections');
      await liveAgain(page, 'cut');
      await press(page, 'Restart the server');
      await liveAgain(page, 'restart');
      await expectFaultless(page, resuming);

      // As they came: the numbers of the stream are the server's own list; the WebSocket's have the holes that the page tells.
      const heard = await heardBy(page, 'events');
      const log = await published(page);
      expect(heard).toEqual(log.slice(log.indexOf(heard[0] ?? 0), log.indexOf(heard.at(-1) ?? 0) + 1));
      await vi.waitFor(async () => {
        const bySocket = await heardBy(page, 'web-socket');
        const holes = (bySocket.at(-1) ?? 0) - (bySocket[0] ?? 0) + 1 - bySocket.length;
        expect(holes).toBeGreaterThan(0);
        expect(await number(page, 'web-socket missed')).toBe(holes);
        const [cut, restart] = [
          await number(page, 'web-socket cut-missed'),
          await number(page, 'web-socket restart-missed'),
        ];
        expect(cut + restart).toBe(holes);
      }, patient);
      await look(browser, page, 'comparison-feed');
    },
  );
});
