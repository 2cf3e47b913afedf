import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import type { Order, Sample } from '../../use-cases/dashboard/events.ts';
import { look } from '../support/look.ts';
import { openGallery, type TestGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

/** What the hub's log has of a topic of the dashboard, the oldest first. */
async function logged<Data>({ url }: TestGallery, topic: string, since: 'earliest' | 'latest'): Promise<Data[]> {
  const query = new URLSearchParams({ topic: `dashboard/${topic}`, since, limit: '1000' });
  const answer = await fetch(`${url}/events?${query}`, { headers: { accept: 'application/json' } });
  const { events } = (await answer.json()) as { readonly events: readonly { readonly data: string }[] };
  return events.map(({ data }) => JSON.parse(data) as Data);
}

/** The figures of the page by their labels. */
async function figures(page: Page): Promise<Record<string, string>> {
  return page.$$eval('dl > div', (all) =>
    Object.fromEntries(
      all.map((each) => [each.querySelector('dt')?.textContent ?? '', each.querySelector('dd')?.textContent ?? '']),
    ),
  );
}

async function order(page: Page, product: string, quantity: string): Promise<void> {
  await page.select('select', product);
  await page.$eval('input[type=number]', (input) => input.select());
  await page.type('input[type=number]', quantity);
  await page.keyboard.press('Enter');
}

function shownOrders(page: Page): Promise<string[]> {
  return page.$$eval('ol[aria-label="The newest orders"] li', (rows) =>
    rows.map((row) => Array.from(row.children, ({ textContent }) => textContent).join(', ')),
  );
}

forEachBrowser((browser) => {
  test(
    'the dashboard shows the machine and the gallery as they are, and each order once, also across a crash',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery();
      const page = await browser.openPage();
      await page.goto(`${gallery.url}/dashboard`);
      await untilText(page, '[role=status]', 'Live');

      await order(page, 'Lemon cake', '3');
      await untilText(page, 'form [role=status]', 'Ordered.');
      await untilText(page, 'dd', '€11.70');
      // This page is the only visitor, and its stream the only one.
      await expect
        .poll(() => figures(page))
        .toMatchObject({ 'Visitors, last minute': '1', 'Open streams': '1', 'Sold, in all': '€11.70' });
      const newest = (await logged<Sample>(gallery, 'samples', 'earliest')).at(-1);
      expect(newest?.memory.used).toBeGreaterThan(0);
      const { CPU, Memory } = await figures(page);
      expect(CPU).toMatch(/^\d{1,3} %$/);
      expect(Memory).toMatch(/^[\d.]+ [MG]B$/);

      await gallery.crash();
      await order(page, 'Rye bread', '1');
      await untilText(page, 'dd', '€16.90');
      await untilText(page, '[role=status]', 'Live');
      await untilText(page, 'main', '2 orders so far');
      expect(await shownOrders(page)).toEqual([
        expect.stringMatching(/^1 × Rye bread, [\d:]+, €5\.20$/),
        expect.stringMatching(/^3 × Lemon cake, [\d:]+, €11\.70$/),
      ]);
      const orders = await logged<Order>(gallery, 'orders', 'earliest');
      expect(orders.map(({ product, sales }) => [product, sales])).toEqual([
        ['Lemon cake', { orders: 1, cents: 1170 }],
        ['Rye bread', { orders: 2, cents: 1690 }],
      ]);

      // Samples are counted on from where the crash was, and the ring gives them in that order.
      const before = newest?.sequence ?? NaN;
      const count = async () => (await logged(gallery, 'samples', 'earliest')).length;
      await expect.poll(count).toBeGreaterThan(before + 2);
      for (const since of ['earliest', 'latest'] as const) {
        const samples = await logged<Sample>(gallery, 'samples', since);
        expect(samples.map(({ sequence }) => sequence)).toEqual(samples.map((_, index) => index + 1));
      }

      // A page that opens now has all of it at once.
      await page.reload();
      await untilText(page, 'dd', '€16.90');
      await untilText(page, 'main', '2 orders so far');
      expect(await shownOrders(page)).toHaveLength(2);
      await look(browser, page, 'dashboard');
      // The stream of the page before the reload ends when the server hears of it.
      await expect.poll(() => gallery.streams()).toBe(1);
    },
  );

  test('an order whose answer is lost is sent again, and taken once', { timeout: 240_000 }, async () => {
    const gallery = await openGallery();
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/dashboard`);
    await untilText(page, '[role=status]', 'Live');
    // The first answer is lost on its way, so the same order is sent again.
    await page.evaluate(() => {
      const { fetch } = globalThis;
      let isFirst = true;
      globalThis.fetch = async (input, init) => {
        const answer = await fetch(input, init);
        const isOrder = input === '/api/dashboard/orders';
        if (!isOrder || !isFirst) return answer;
        isFirst = false;
        throw new TypeError('the connection was lost');
      };
    });
    await order(page, 'Flat white', '2');
    await untilText(page, 'form [role=status]', 'Ordered.');
    await untilText(page, 'main', '1 order so far');
    expect(await logged<Order>(gallery, 'orders', 'earliest')).toHaveLength(1);
  });
});

test('what is no order is refused, and nothing is sold', async () => {
  const gallery = await openGallery();
  const id = crypto.randomUUID();
  for (const body of [
    {},
    { id: 'mine', product: 'Flat white', quantity: 1 },
    { id, product: 'Gold', quantity: 1 },
    { id, product: 'Flat white', quantity: 21 },
    { id, product: 'Flat white', quantity: 0.5 },
  ]) {
    const answer = await fetch(`${gallery.url}/api/dashboard/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status, JSON.stringify(body)).toBe(400);
  }
  expect(await logged(gallery, 'orders', 'earliest')).toEqual([]);
});
