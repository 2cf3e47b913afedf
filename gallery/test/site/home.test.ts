import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { look } from '../support/look.ts';
import { type TestGallery, openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

const timeout = 240_000;

forEachBrowser((browser) => {
  async function open(gallery: TestGallery): Promise<Page> {
    const page = await browser.openPage();
    await page.goto(gallery.url);
    await untilText(page, '[role=status]', 'Live');
    return page;
  }

  test(
    'what is published by the form or by curl shows up in every tab with its id, on one stream',
    { timeout },
    async () => {
      const gallery = await openGallery();
      const page = await open(gallery);
      const other = await browser.openTab(page);
      await other.goto(gallery.url);
      await untilText(other, '[role=status]', 'Live');
      await page.bringToFront();

      await page.locator('#data').fill("It's <b>me</b>");
      expect(await page.$eval('pre', (command) => command.textContent)).toBe(
        `curl ${gallery.url}/events -d topic=demo -d 'data=It'\\''s <b>me</b>'`,
      );
      await page.keyboard.press('Enter');
      await untilText(page, '[role=log] li', "It's <b>me</b>");
      const answer = await fetch(`${gallery.url}/events`, {
        method: 'POST',
        body: new URLSearchParams({ topic: 'demo', data: 'by curl' }),
      });
      const { id }: { id: string } = await answer.json();
      await untilText(page, '[role=log] li', `by curl${id}`);
      const newEvents = async () => {
        const text = await page.$eval('main', (main) => main.textContent);
        return Number(/(\d+) new events? ha/.exec(text ?? '')?.[1]);
      };
      await expect.poll(newEvents).toBeGreaterThanOrEqual(2);
      await other.bringToFront();
      await untilText(other, '[role=log] li', `by curl${id}`);
      await untilText(other, '[role=log] li', "It's <b>me</b>");

      // A tab that has just joined has the stream opened anew.
      const counted = async () => {
        await other.locator('::-p-aria(Count the streams)').click();
        await untilText(other, '[role=status]', 'The server holds');
        return other.$$eval('[role=status]', (all) => all.map(({ textContent }) => textContent));
      };
      await expect.poll(counted).toContain('The server holds 1.');
      await look(browser, other, 'home-published');
    },
  );

  test('the cards of pages that are always live say how things stand there', { timeout }, async () => {
    const page = await open(await openGallery());
    const lineOf = (path: string) => page.$eval(`[data-preview="${path}"]`, (line) => line.textContent);
    await expect.poll(() => lineOf('/dashboard')).toMatch(/^CPU \d+\s%, memory [\d.]+\sGB$/);
    await expect.poll(() => lineOf('/scores')).toMatch(/\w \d+ : \d+ \w/);
    await expect.poll(() => lineOf('/news')).not.toContain('Listening');
    await page.locator('main ::-p-text(Sports scores)').click();
    await untilText(page, 'h1', 'Sports scores');
  });

  test(
    'nothing is missing and nothing comes twice though the server is killed while it counts',
    { timeout },
    async () => {
      const gallery = await openGallery();
      const page = await open(gallery);
      await page.locator('::-p-aria(Count[role="button"])').click();
      for (let deaths = 0; deaths < 2; deaths += 1) {
        const before = await figure(page, 'Received');
        await expect.poll(() => figure(page, 'Received')).toBeGreaterThan(before + 5);
        await page.locator('::-p-aria(Kill the server)').click();
        await untilText(page, '[role=status]', 'Another is being started');
        await untilText(page, '[role=status]', 'It is process');
      }
      const before = await figure(page, 'Received');
      await expect.poll(() => figure(page, 'Received')).toBeGreaterThan(before + 5);
      await page.locator('::-p-aria(Stop[role="button"])').click();

      const last = async () => [await figure(page, 'Acknowledged'), await figure(page, 'Received')];
      await expect.poll(async () => new Set(await last()).size).toBe(1);
      expect([await figure(page, 'Missing'), await figure(page, 'Doubled')]).toEqual([0, 0]);
      const received = await figure(page, 'Received');
      expect(await numbersInLog(gallery)).toEqual(Array.from({ length: received }, (_, index) => `${index + 1}`));
    },
  );
});

/** A number that the page shows. */
async function figure(page: Page, label: string): Promise<number> {
  const text = await page.$$eval(
    'dl > div',
    (figures, wanted) =>
      figures.find((each) => each.querySelector('dt')?.textContent === wanted)?.querySelector('dd')?.textContent,
    label,
  );
  return Number(text ?? NaN);
}

/** What the hub has of the page's count, in its order. */
async function numbersInLog({ url }: TestGallery): Promise<readonly string[]> {
  const answer = await fetch(`${url}/events?topic=demo/:count&since=earliest&limit=1000`, {
    headers: { accept: 'application/json' },
  });
  const { events }: { events: readonly { data: string }[] } = await answer.json();
  return events.map(({ data }) => data);
}
