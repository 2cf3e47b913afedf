import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { asPrice } from '../../use-cases/prices/format.ts';
import { listings } from '../../use-cases/prices/market.ts';
import type { Tick } from '../../use-cases/prices/tick.ts';
import { look } from '../support/look.ts';
import { openGallery, type TestGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

/** Enough to overtake a slow tab, and little enough for a machine that has other things to do. */
const environment = { GALLERY_TICKS_PER_SECOND: '600' };

const allAreHere = `${listings.length} of the hub’s ${listings.length} newest prices are here.`;

/** What the page says of its ticks, all of one moment. */
async function counts(page: Page) {
  const [published, delivered, conflated] = await page.$$eval('dl dd', (all) =>
    all.slice(0, 3).map(({ textContent }) => Number(textContent.replaceAll(',', ''))),
  );
  return { published: published ?? NaN, delivered: delivered ?? NaN, conflated: conflated ?? NaN };
}

async function until(page: Page, holds: (counted: Awaited<ReturnType<typeof counts>>) => boolean): Promise<void> {
  await expect.poll(async () => holds(await counts(page))).toBe(true);
}

/** The ticks that the hub has of a share, or the newest of all, the oldest first. */
async function ticks({ url }: TestGallery, topic: string, since: 'earliest' | 'latest'): Promise<Tick[]> {
  const query = new URLSearchParams({ topic, since, limit: '1000' });
  const answer = await fetch(`${url}/api/prices/events?${query}`, { headers: { accept: 'application/json' } });
  const { events } = (await answer.json()) as { readonly events: readonly { readonly data: string }[] };
  return events.map(({ data }) => JSON.parse(data) as Tick);
}

async function press(page: Page, label: string): Promise<void> {
  await page.locator(`::-p-text(${label})`).click();
}

forEachBrowser((browser) => {
  test(
    'a tab that reads everything gets every tick, and the market goes on after a crash',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery(environment);
      const page = await browser.openPage();
      await page.goto(`${gallery.url}/prices`);
      await untilText(page, '[role=status]', 'Live');
      await until(page, ({ published }) => published > 600);
      await press(page, 'Pause the market');
      await untilText(page, 'main', allAreHere);

      const paused = await counts(page);
      const newest = await ticks(gallery, 'prices/*', 'latest');
      expect(paused).toEqual({ published: newest.at(-1)?.sequence, delivered: paused.published, conflated: 0 });
      // A click on the map chooses the share, and the page has the hub's price of it.
      const at = 42;
      const map = await (await page.$('canvas'))?.boundingBox();
      expect(map).not.toBeNull();
      if (map) {
        const [column, row] = [at % 20, Math.floor(at / 20)];
        await page.mouse.click(map.x + ((column + 0.5) * map.width) / 20, map.y + ((row + 0.5) * map.height) / 25);
      }
      const chosen = newest.find(({ symbol }) => symbol === listings[at]?.symbol);
      await untilText(page, 'h2', chosen?.symbol ?? 'a symbol');
      await untilText(page, 'main strong', asPrice(chosen?.price ?? 0));
      await look(browser, page, 'prices');

      // Paused it stays, also when the server is another.
      await gallery.crash();
      await untilText(page, '[role=status]', 'Live');
      expect((await counts(page)).published).toBe(paused.published);
      await press(page, 'Let the market go on');
      await until(page, ({ published }) => published > paused.published + 600);
      await gallery.crash();
      const { published } = await counts(page);
      await until(page, (counted) => counted.published > published + 600);
      await press(page, 'Pause the market');
      await untilText(page, 'main', allAreHere);
      const all = await ticks(gallery, `prices/${chosen?.symbol}`, 'earliest');
      expect(all.length).toBeGreaterThan(2);
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, turn) => (all[0]?.sequence ?? 0) + turn * 500));
    },
  );

  test.for(['slow-line', 'slow-code'])(
    'a slow tab gets the newest price of each share instead of a backlog (%s)',
    { timeout: 240_000 },
    async (way) => {
      const gallery = await openGallery(environment);
      const page = await browser.openPage();
      await page.goto(`${gallery.url}/prices`);
      await page.locator(`input[value=${way}]`).click();
      await until(page, ({ conflated }) => conflated > 300);
      await press(page, 'Pause the market');
      await untilText(page, 'main', allAreHere);
      const { published, delivered, conflated } = await counts(page);
      expect(conflated).toBeGreaterThan(300);
      expect(published).toBe(delivered + conflated);
    },
  );
});

test('nobody can publish a price, and nobody trades while nobody looks', async () => {
  const gallery = await openGallery(environment);
  const answer = await fetch(`${gallery.url}/api/prices/events`, {
    method: 'POST',
    body: new URLSearchParams({ topic: 'prices/BDG', data: '1' }),
  });
  expect(answer.status).toBe(403);
  expect(await ticks(gallery, 'prices/*', 'latest')).toEqual([]);
});
