import { randomUUID } from 'node:crypto';
import type { Frame, JSHandle, Page } from 'puppeteer-core';
import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import type { Person } from '../../use-cases/notifications/notices.ts';
import { look } from '../support/look.ts';
import { type TestGallery, openGallery } from '../support/open-gallery.ts';
import { act, logOf } from '../support/person.ts';

const timeout = 240_000;
forEachBrowser((browser) => {
  test('each of two people sees what concerns them, and nothing else', { timeout }, async () => {
    const gallery = await openGallery({ SPILLWAY_ORDER_SECONDS: '0.2' });
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/notifications`);
    const [ann, ben] = await Promise.all([frameOf(page, 'ann'), frameOf(page, 'ben')]);
    // Two clients, and each has one stream.
    await vi.waitFor(async () => expect(await gallery.streams()).toBe(2), patient);

    await write(ann, 'See you at <b>eight</b>?');
    await untilNotices(ben, ['Message from Ann: See you at <b>eight</b>?']);
    await press(ann, 'Pay Ben');
    await untilNotices(ann, ['Payment confirmed: You paid Ben €12.50.']);
    await untilNotices(ben, ['Payment received: Ann paid you €12.50.', 'Message from Ann: See you at <b>eight</b>?']);
    await untilUnread(ben, 2);

    await press(ben, 'Order');
    await untilNotice(ben, 'Order delivered: Sourdough bread');
    await press(ben, 'Ask Ann to be friends');
    await untilNotice(ann, 'Friends: Ben asks to be your friend.');
    for (const attempt of ['Listen with Ben’s token', 'Listen without a token', 'Publish to Ann from outside']) {
      await press(page, attempt);
      await page.waitForFunction(
        (label) =>
          Array.from(document.querySelectorAll('main li')).some(
            ({ textContent }) => textContent.startsWith(label) && textContent.includes('403 Forbidden'),
          ),
        {},
        attempt,
      );
    }
    await look(browser, page, 'notifications-lively');
    await press(ann, 'Accept');
    await untilNotice(ben, 'Friends: Ann accepted: you are friends.');
    await untilButton(ann, 'End the friendship');

    expect(await noticesOf(ann)).toEqual([
      'Friends: Ben asks to be your friend.',
      'Payment confirmed: You paid Ben €12.50.',
    ]);
    expect((await logOf(gallery, 'ann')).map(({ topic }) => topic)).toEqual([
      'people/ann/payments',
      'people/ann/friends',
      'people/ann/friends',
    ]);
  });

  test(
    'what was read stays so, in every tab, over a reload and a crash of the server; what is refused is said',
    { timeout },
    async () => {
      const gallery = await openGallery();
      const [page, other] = await Promise.all([openOwn(gallery, 'ben'), openOwn(gallery, 'ben')]);
      for (const text of ['one', 'two', 'three']) await act(gallery, 'ann', 'messages', message('ben', text));
      await untilUnread(other, 3);
      await page.waitForFunction(() => document.title === '(3) Ben');
      await pressIn(page, 'li:last-child', 'Mark as read');
      await untilUnread(other, 2);
      expect(await noticesOf(other, '[data-unread=true]')).toEqual([
        'Message from Ann: three',
        'Message from Ann: two',
      ]);
      await gallery.crash();
      await page.reload();
      await untilUnread(page, 2);
      await look(browser, page, 'notifications-person');
      await press(page, 'Mark all as read');
      await Promise.all([untilUnread(page, 0), untilUnread(other, 0)]);
      await page.waitForFunction(() => document.title === 'Ben');

      await write(page, '   ');
      await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent.includes('write something'));
      expect(await logOf(gallery, 'ann')).toEqual([]);
    },
  );

  test(
    'who went offline gets what was missed, once and in order, also over a crash of the server',
    { timeout },
    async () => {
      const gallery = await openGallery();
      const page = await openOwn(gallery, 'ben');
      await act(gallery, 'ann', 'messages', message('ben', 'before'));
      await untilNotices(page, ['Message from Ann: before']);

      const cursor = await page.$eval('[data-id]', (item) => item.getAttribute('data-id'));
      await press(page, 'Go offline');
      await vi.waitFor(async () => expect(await gallery.streams()).toBe(0), patient);
      for (const text of ['first', 'second']) await act(gallery, 'ann', 'messages', message('ben', text));
      await gallery.crash();
      await act(gallery, 'ann', 'messages', message('ben', 'third'));
      expect(await noticesOf(page)).toEqual(['Message from Ann: before']);
      const resumed = page.waitForRequest((request) => request.url().includes('/events?'));
      await press(page, 'Go online');
      // From its cursor, which is the event that it had last.
      expect((await resumed).headers()['last-event-id']).toBe(cursor);
      await untilNotices(
        page,
        ['third', 'second', 'first', 'before'].map((text) => `Message from Ann: ${text}`),
      );

      // Now the network itself: what is open stays so until it is cut, and nothing can be opened.
      await page.setOfflineMode(true);
      await gallery.crash();
      await untilStatus(page, 'Offline');
      await act(gallery, 'ann', 'messages', message('ben', 'fourth'));
      await page.setOfflineMode(false);
      await untilNotices(
        page,
        ['fourth', 'third', 'second', 'first', 'before'].map((text) => `Message from Ann: ${text}`),
      );
    },
  );

  test('a button that is pressed while the server is gone does its work once', { timeout }, async () => {
    const gallery = await openGallery({ SPILLWAY_ORDER_SECONDS: '0.5' });
    const page = await openOwn(gallery, 'ann');
    await page.evaluate(async () => {
      await fetch('/api/crash', { method: 'POST' }).catch(() => undefined);
      for (const button of document.querySelectorAll('button')) {
        if (['Pay Ben', 'Order'].includes(button.textContent)) button.click();
      }
    });
    await untilNotice(page, 'Payment confirmed: You paid Ben €12.50.');
    await untilNotice(page, 'Order delivered: Sourdough bread');
    expect((await logOf(gallery, 'ben')).map(({ topic }) => topic)).toEqual(['people/ben/payments']);
    const orders = (await logOf(gallery, 'ann')).filter(({ topic }) => topic === 'people/ann/orders');
    expect(orders.map(({ data }) => data['status'])).toEqual(['placed', 'packed', 'shipped', 'delivered']);
  });

  async function openOwn(gallery: TestGallery, name: Person): Promise<Page> {
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/people/${name}`);
    await untilStatus(page, 'Live');
    return page;
  }
});

function message(to: Person, text: string) {
  return { id: randomUUID(), to, text };
}

async function frameOf(page: Page, name: Person): Promise<Frame> {
  const element = await page.waitForSelector(`iframe[src="/people/${name}"]`);
  const frame = await element?.contentFrame();
  if (!frame) throw new Error(`${name} has no frame`);
  await untilStatus(frame, 'Live');
  return frame;
}

async function untilStatus(page: Page | Frame, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => Array.from(document.querySelectorAll('[role=status]')).some((each) => each.textContent === wanted),
    {},
    text,
  );
}

async function write(page: Page | Frame, text: string): Promise<void> {
  const field = await page.waitForSelector('input[name=text]');
  await field?.type(text);
  await press(page, 'Send');
}

async function untilButton(page: Page | Frame, label: string, within = 'body') {
  const button = await page.waitForFunction(
    (where, wanted) =>
      Array.from(document.querySelectorAll<HTMLButtonElement>(`${where} button:enabled`)).find(
        ({ textContent }) => textContent === wanted,
      ),
    {},
    within,
    label,
  );
  return button as JSHandle<HTMLButtonElement>;
}

async function press(page: Page | Frame, label: string): Promise<void> {
  await pressIn(page, 'body', label);
}

async function pressIn(page: Page | Frame, within: string, label: string): Promise<void> {
  const button = await untilButton(page, label, within);
  await button.evaluate((element) => element.click());
}

/** The notices as a person reads them, the newest first. */
function noticesOf(page: Page | Frame, which = '[data-id]'): Promise<string[]> {
  return page.$$eval(which, (items) =>
    items.map((item) => `${item.querySelector('h3')?.textContent}: ${item.querySelector('p')?.textContent}`),
  );
}

async function untilNotices(page: Page | Frame, wanted: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await noticesOf(page)).toEqual(wanted), patient);
}

async function untilNotice(page: Page | Frame, wanted: string): Promise<void> {
  await vi.waitFor(async () => expect(await noticesOf(page)).toContain(wanted), patient);
}

async function untilUnread(page: Page | Frame, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('[data-count]')?.textContent === wanted,
    {},
    `${count} unread`,
  );
}
