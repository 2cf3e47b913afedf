import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadReportPage } from '../../src/load/html/report-page.ts';
import { contrastFaults, labelFaults } from '../browser/accessibility.ts';
import { desktop, forEachBrowser, phone } from '../support/browsers.ts';
import { sampleReport } from './sample-report.ts';

forEachBrowser((browser) => {
  test.each([
    ['a desktop', desktop],
    ['a phone', phone],
  ])('every chart is drawn as wide as its place on %s, and nothing is wider than the screen', async (_, size) => {
    const page = await browser.openPage(size);
    await page.goto(await samplePage());
    await page.waitForFunction(() => document.querySelectorAll('canvas').length === 7);
    const widths = await page.$$eval('[data-chart]', (places) =>
      places.map((place) => [place.clientWidth, place.querySelector('canvas')?.clientWidth]),
    );
    expect(widths.every(([place = 0, canvas]) => place > 250 && canvas === place)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  test('charts follow the width of the window', async () => {
    const page = await browser.openPage(desktop);
    await page.goto(await samplePage());
    await page.waitForSelector('canvas');
    await page.setViewport(phone);
    const redrawn = page.waitForFunction(() =>
      Array.from(document.querySelectorAll('[data-chart]')).every(
        (place) => place.clientWidth < 390 && place.querySelector('canvas')?.clientWidth === place.clientWidth,
      ),
    );
    await expect(redrawn, 'all charts as wide as their places').resolves.toBeDefined();
  });

  test('text is legible, and charts, tables and headings are named', async () => {
    const page = await browser.openPage(desktop);
    await page.goto(await samplePage());
    await page.waitForSelector('canvas');
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    // It never changes, so there is nothing to tell of.
    expect((await page.evaluate(labelFaults)).filter((fault) => fault !== 'nobody is told of changes')).toEqual([]);
    const unnamed = await page.$$eval('[role=img], [role=region]', (all) => all.filter((one) => !one.ariaLabel).length);
    expect(unnamed).toBe(0);
  });

  test("each chart's numbers can be read as a table", async () => {
    const page = await browser.openPage(desktop);
    await page.goto(await samplePage());
    const rows = await page.$$eval('.chart details table', (tables) =>
      tables.map((table) => table.querySelectorAll('tbody tr').length),
    );
    expect(rows).toEqual(Array.from({ length: 6 }, () => sampleReport().timeline.length));
  });
});

async function samplePage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spillway-report-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'report.html');
  await writeFile(file, loadReportPage(sampleReport()));
  return pathToFileURL(file).href;
}
