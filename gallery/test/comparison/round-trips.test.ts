import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { cell, openComparison, press } from './experiment.ts';

/** A number of bytes as the page says it. */
function inBytes(text: string): number {
  const [, amount, unit] = /^([\d.]+) (B|kB)$/.exec(text) ?? [];
  return Number(amount) * (unit === 'kB' ? 1000 : 1);
}

forEachBrowser((browser) => {
  test(
    'round trips are made in both ways, and a WebSocket costs a fraction of the bytes',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery();
      const page = await browser.openPage();
      await openComparison(page, gallery.url);
      await page.select('#round-trips select', '50');
      await press(page, 'Measure');
      await vi.waitFor(async () => expect(await cell(page, 'events trip-trips')).toBe('50'), patient);
      expect(await cell(page, 'web-socket trip-trips')).toBe('50');
      for (const way of ['web-socket', 'events']) {
        for (const time of ['p50', 'p99', 'mean'])
          expect(await cell(page, `${way} trip-${time}`)).toMatch(/^[\d.]+ m?s$/);
      }
      // 32 bytes of text: up with a frame's header of 2 bytes and a mask of 4, down with the header.
      expect(await cell(page, 'web-socket trip-up')).toBe('38 B');
      expect(await cell(page, 'web-socket trip-down')).toBe('34 B');
      // A request has its line, its headers and a form; what comes back has an answer with headers and an event.
      expect(inBytes(await cell(page, 'events trip-up'))).toBeGreaterThan(200);
      expect(inBytes(await cell(page, 'events trip-down'))).toBeGreaterThan(150);
      expect(await page.$eval('#round-trips [role=status]', (element) => element.textContent)).toContain(
        'choose a WebSocket',
      );
      await look(browser, page, 'comparison-round-trips');
    },
  );
});
