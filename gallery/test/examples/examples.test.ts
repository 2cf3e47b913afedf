import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { contrastFaults, labelFaults } from '../../../packages/hub/test/browser/accessibility.ts';
import { artefact } from '../../../packages/hub/test/support/artefacts.ts';
import { desktop, forEachBrowser, type PageSize, phone } from '../../../packages/hub/test/support/browsers.ts';
import { type HubProcess, startHubProcess } from '../../../packages/hub/test/support/hub-process.ts';
import { temporaryFolder } from '../../../packages/hub/test/support/temporary-folder.ts';
import { layOutExamples, type PageFolder } from '../../examples/page-folder.ts';
import { createPublisher } from '../../host/publisher.ts';
import { examples, placeOrder, settle, shown, type Shown } from './order-page.ts';

let pages: PageFolder;

beforeAll(async () => {
  pages = await layOutExamples();
});

afterAll(async () => {
  await pages?.[Symbol.asyncDispose]();
});

/** Starts a hub that serves the examples. It goes when the test is over. */
async function startHub(...args: string[]): Promise<HubProcess> {
  const hub = await startHubProcess(['--public', pages.path, '--retry-ms', '50', ...args]);
  onTestFinished(async () => void (await hub.kill()));
  return hub;
}

async function publish({ url }: HubProcess, event: object): Promise<void> {
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  expect(response.status).toBe(200);
}

function orderEvent(id: string, what: string, state = 'placed') {
  return { topic: `orders/${id}`, event: 'order', id: `${id}-${state}`, data: { id, what, state } };
}

async function expectShown(page: Page, expected: Partial<Shown>): Promise<void> {
  await expect.poll(() => shown(page), { message: page.url() }).toMatchObject(expected);
}

forEachBrowser((browser) => {
  /** Opens an example, and resolves when it is live. */
  async function open({ url }: HubProcess, example: string, size?: PageSize): Promise<Page> {
    const page = await browser.openPage(size);
    await page.goto(`${url}/${example}/`);
    await expectShown(page, { phase: 'open', state: 'Live' });
    return page;
  }

  test.for(examples)('%s shows each order once, whoever places it, and what becomes of it', async (example) => {
    const hub = await startHub();
    await publish(hub, orderEvent('1', 'From before'));
    const page = await open(hub, example);
    await expectShown(page, { orders: ['From before: placed'] });

    await publish(hub, orderEvent('2', '<b>From elsewhere</b>'));
    await placeOrder(page, 'By the form');
    const others = ['<b>From elsewhere</b>: placed', 'From before: placed'];
    await expectShown(page, { received: 'Events received: 3', orders: ['By the form: placed', ...others] });
    expect(await page.$eval('#what', (field) => (field as HTMLInputElement).value)).toBe('');

    await page.click('#orders li:first-child button');
    await expectShown(page, { received: 'Events received: 4', orders: ['By the form: paid', ...others] });
    // What is no order stays out of the list, and does not keep the next from coming.
    await publish(hub, { topic: 'orders/3', event: 'order', data: 'nonsense' });
    await publish(hub, orderEvent('1', 'From before', 'sent'));
    await expectShown(page, {
      received: 'Events received: 5',
      gap: '',
      orders: ['By the form: paid', '<b>From elsewhere</b>: placed', 'From before: sent'],
    });
  });

  test(
    'nobody misses an order or sees it twice, though the hub is killed while they come',
    { timeout: 240_000 },
    async () => {
      const log = `sqlite:${join(await temporaryFolder(), 'orders.db')}`;
      const hub = await startHub('--log', log);
      const opened = await Promise.all(examples.map((example) => open(hub, example)));
      const expectAll = (expected: Partial<Shown>) => Promise.all(opened.map((page) => expectShown(page, expected)));

      const faults: unknown[] = [];
      await using publisher = createPublisher({
        url: `${hub.url}/events`,
        onDropped: (event) => faults.push(event),
        onRefused: (reason) => faults.push(reason),
      });
      let offered = 0;
      const offer = (count: number) => {
        for (const last = offered + count; offered < last;) {
          offered += 1;
          publisher.offer(orderEvent(`${offered}`, `Order ${offered}`));
        }
      };

      offer(20);
      await expectAll({ received: 'Events received: 20' });
      offer(10);
      await hub.kill('SIGKILL');
      offer(10);
      await expectAll({ phase: 'waiting', state: 'Connection lost, trying again' });
      for (const [index, page] of opened.entries()) await placeOrder(page, `By ${examples[index]}`);

      const again = await startHub('--log', log, '--port', new URL(hub.url).port);
      offer(10);
      await expectAll({ phase: 'open', gap: '', received: 'Events received: 54' });
      const logged = await loggedOrders(again);
      await expectAll({ orders: logged.toReversed() });
      const numbered = Array.from({ length: offered }, (_, index) => `Order ${index + 1}: placed`);
      expect(logged.filter((order) => order.startsWith('Order '))).toEqual(numbered);
      expect(logged.filter((order) => order.startsWith('By ')).toSorted()).toEqual(
        examples.map((example) => `By ${example}: placed`).toSorted(),
      );
      expect(faults).toEqual([]);
    },
  );

  test('all say so when the hub has lost its log, and go on', { timeout: 240_000 }, async () => {
    const hub = await startHub();
    await publish(hub, orderEvent('1', 'Forgotten'));
    const opened = await Promise.all(examples.map((example) => open(hub, example)));
    const expectAll = (expected: Partial<Shown>) => Promise.all(opened.map((page) => expectShown(page, expected)));
    await expectAll({ orders: ['Forgotten: placed'] });
    await hub.kill('SIGKILL');
    const again = await startHub('--port', new URL(hub.url).port);
    await expectAll({
      phase: 'open',
      gap: 'Some orders after 1-placed are missing: the hub does not keep them any more.',
    });
    await publish(again, orderEvent('2', 'Remembered'));
    await expectAll({ received: 'Events received: 2', orders: ['Remembered: placed', 'Forgotten: placed'] });
  });

  test('nothing moves for those who want no motion', async ({ skip }) => {
    if (browser.name === 'Firefox') skip('Firefox cannot be told to want no motion');
    const hub = await startHub();
    await publish(hub, orderEvent('1', 'An order'));
    const page = await open(hub, 'plain');
    await expectShown(page, { orders: ['An order: placed'] });
    const motion = () => page.$eval('#orders li', (row) => getComputedStyle(row).animationName);
    expect(await motion()).toBe('arrive');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    expect(await motion()).toBe('none');
  });

  test('all can be used by everybody, on a desk and on a phone, in light and dark', { timeout: 240_000 }, async () => {
    const hub = await startHub();
    await publish(hub, [
      orderEvent('7040', 'Rye bread, sliced', 'sent'),
      orderEvent('7041', 'Two flat whites', 'paid'),
      orderEvent('7042', 'A cheese bagel, and whatever else makes a name that needs more than one line'),
      orderEvent('7043', 'Lemon cake'),
    ]);
    for (const example of examples) {
      const page = await open(hub, example);
      await expectShown(page, { received: 'Events received: 4' });
      expect(await page.evaluate(labelFaults), example).toEqual([]);
      for (const [name, size] of Object.entries({ desktop, phone })) {
        await page.setViewport(size);
        expect(await page.evaluate(overflow), example).toBe(0);
        // Firefox cannot be told to prefer dark: WebDriver BiDi has no command for it yet.
        for (const scheme of browser.name === 'Firefox' ? ['light'] : ['light', 'dark']) {
          if (browser.name === 'Chromium') {
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
          }
          await settle(page);
          expect(await page.evaluate(contrastFaults), example).toEqual([]);
          const path = await artefact(`examples/${example}-${browser.name}-${name}-${scheme}.png`.toLowerCase());
          await page.screenshot({ path, fullPage: true });
        }
      }
    }
  });
});

/** The log's orders, the oldest first, as the hub gives them to anyone. */
async function loggedOrders({ url }: HubProcess): Promise<readonly string[]> {
  const response = await fetch(`${url}/events?topic=orders/*&since=earliest`, {
    headers: { accept: 'application/json' },
  });
  const { events }: { events: readonly { data: string }[] } = await response.json();
  return events.map(({ data }) => {
    const { what, state }: { what: string; state: string } = JSON.parse(data);
    return `${what}: ${state}`;
  });
}

/** By how many pixels a page is wider than its window. */
function overflow(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}
