import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { bySecret, signToken } from '../auth/tokens.ts';
import { startCommand, temporaryFolder } from '../cli/command.ts';
import { publish } from '../requests.ts';
import { runHub } from '../running-hub.ts';
import { artefact } from '../support/artefacts.ts';
import { desktop, forEachBrowser, phone } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { contrastFaults, labelFaults } from './accessibility.ts';

async function waitForText(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    (where, what) => document.querySelector(where)?.textContent?.includes(what),
    {},
    selector,
    text,
  );
}

/** What each event shows, the newest first. */
function shownEvents(page: Page) {
  return page.$$eval('#events li', (items) =>
    items.map((item) => ({
      topics: Array.from(item.querySelectorAll('.topic'), (topic) => topic.textContent),
      type: item.querySelector('.type')?.textContent ?? 'message',
      data: item.querySelector('.data')?.textContent,
      id: item.querySelector('.id')?.textContent,
    })),
  );
}

async function waitForEvents(page: Page, count: number): Promise<void> {
  await page.waitForFunction((expected) => document.querySelectorAll('#events li').length >= expected, {}, count);
}

/** Where the focus goes; undefined outside of the page. */
async function pressTab(page: Page): Promise<string | undefined> {
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const { activeElement: element, body } = document;
    if (element === null || element === body) return undefined;
    const name = element.getAttribute('name') ?? element.localName;
    const place = `#${element.closest('form')?.id} ${name}`;
    return getComputedStyle(element).outlineStyle === 'none' ? `${place} without outline` : place;
  });
}

/** Resolves when the page moves no more: what is measured and pictured is what stays. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((animation) => animation.effect?.getTiming().iterations === 1);
    await Promise.all(passing.map((animation) => animation.finished));
  });
}

async function fill(page: Page, selector: string, text: string): Promise<void> {
  await page.$eval(selector, (field) => ((field as HTMLInputElement).value = ''));
  await page.type(selector, text);
}

forEachBrowser((browser) => {
  test('the start page shows that it is connected, and events as they arrive, with type and topics', async () => {
    const { url } = await runHub();
    const before = await publish(url, { topic: 'kept', data: 'from before' });
    const page = await browser.openPage();
    await page.goto(url);
    await waitForText(page, '#state', 'Connected');
    const typed = await publish(url, { topic: ['orders/42', 'customers/7'], event: 'paid', data: { amount: 100 } });
    const plain = await publish(url, { topic: 'news', data: '<b>no markup</b>\nof two lines', id: 'my own id' });
    await waitForEvents(page, 3);
    expect(await shownEvents(page)).toEqual([
      { topics: ['news'], type: 'message', data: '<b>no markup</b>\nof two lines', id: plain.id },
      { topics: ['orders/42', 'customers/7'], type: 'paid', data: '{"amount":100}', id: typed.id },
      { topics: ['kept'], type: 'message', data: 'from before', id: before.id },
    ]);
    expect(await page.$eval('#received', (element) => element.textContent)).toBe('3');
  });

  test('a person publishes with its form, by keyboard, and sees the event arrive', async () => {
    const { url } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    await waitForText(page, '#state', 'Connected');
    await page.focus('#publish [name=topic]');
    await page.keyboard.press('Tab');
    await page.keyboard.type('greeting');
    await page.keyboard.press('Enter');
    await waitForEvents(page, 1);
    await waitForText(page, '#answer', 'Published as ');
    const [event] = await shownEvents(page);
    expect(event).toMatchObject({ topics: ['demo'], type: 'greeting', data: 'hello' });
    expect(await page.$eval('#answer', (element) => element.textContent)).toBe(`Published as ${event?.id}`);
  });

  test('a publish that is refused shows the reason', async () => {
    const { url, hub } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    await fill(page, '#publish [name=topic]', 'orders/*');
    await page.click('#publish button');
    await waitForText(page, '#answer', 'pattern');
    expect(await page.$eval('#answer', (element) => (element as HTMLElement).dataset['outcome'])).toBe('failed');
    await hub.close();
    await fill(page, '#publish [name=topic]', 'orders/1');
    await page.click('#publish button');
    await waitForText(page, '#answer', 'shutting down');
  });

  test('a topic or pattern selects what is shown, and one that is refused shows why', async () => {
    const { url } = await runHub();
    for (const topic of ['orders/1', 'news', 'orders/2', 'orders/2/items']) await publish(url, { topic, data: topic });
    const page = await browser.openPage();
    await page.goto(url);
    await waitForEvents(page, 4);
    await fill(page, '#select [name=topic]', 'orders/:id');
    await page.keyboard.press('Enter');
    await waitForText(page, '#received', '2');
    await publish(url, { topic: 'news', data: 'not selected' });
    await publish(url, { topic: 'orders/3', data: 'orders/3' });
    await waitForEvents(page, 3);
    expect((await shownEvents(page)).map(({ data }) => data)).toEqual(['orders/3', 'orders/2', 'orders/1']);

    await fill(page, '#select [name=topic]', 'orders/:');
    await page.keyboard.press('Enter');
    await waitForText(page, '#refusal', 'needs a name');
    expect(await page.$eval('#state', (element) => element.textContent)).toBe('Refused');
    expect(await shownEvents(page)).toEqual([]);
    await fill(page, '#select [name=topic]', 'news');
    await page.keyboard.press('Enter');
    await waitForEvents(page, 2);
    expect(await page.$eval('#sign-in', (element) => (element as HTMLElement).hidden)).toBe(true);
  });

  test('it goes on by itself after the hub was killed and started again, without hole or double', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const log = `sqlite:${join(temporaryFolder(), 'events.db')}`;
    const startHub = async () => {
      const hub = startCommand(['serve', '--port', new URL(url).port, '--log', log]);
      await hub.line();
      return hub;
    };
    const first = await startHub();
    const page = await browser.openPage();
    await page.goto(url);
    await waitForText(page, '#state', 'Connected');
    await publish(
      url,
      [1, 2, 3].map((n) => ({ topic: 'a', data: n })),
    );
    await waitForEvents(page, 3);
    await first.stop('SIGKILL');
    await waitForText(page, '#state', 'Reconnecting');
    await startHub();
    await publish(
      url,
      [4, 5].map((n) => ({ topic: 'a', data: n })),
    );
    await waitForText(page, '#state', 'Connected');
    await publish(url, { topic: 'a', data: 6 });
    await waitForEvents(page, 6);
    expect((await shownEvents(page)).map(({ data }) => data)).toEqual(['6', '5', '4', '3', '2', '1']);
  });

  test('it says what is missing when the hub has forgotten', async () => {
    const port = await freePort();
    const first = await runHub({ port });
    const page = await browser.openPage();
    await page.goto(first.url);
    await publish(first.url, { topic: 'a', data: 'first life' });
    await waitForEvents(page, 1);
    await first.close();
    const second = await runHub({ port });
    await publish(second.url, { topic: 'a', data: 'second life' });
    await waitForEvents(page, 3);
    expect((await shownEvents(page)).map(({ type }) => type)).toEqual(['message', 'gap', 'message']);
  });

  test('it shows the newest 200 of a flood, in order', async () => {
    const { url } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    await waitForText(page, '#state', 'Connected');
    for (let batch = 0; batch < 5; batch++) {
      await publish(
        url,
        Array.from({ length: 1000 }, (_, n) => ({ topic: 'a', data: batch * 1000 + n })),
      );
    }
    await page.waitForFunction(() => document.querySelector('#events .data')?.textContent === '4999');
    expect((await shownEvents(page)).map(({ data }) => Number(data))).toEqual(
      Array.from({ length: 200 }, (_, n) => 4999 - n),
    );
    expect(await page.$eval('#received', (element) => element.textContent?.replaceAll(/\D/g, ''))).toBe('5000');
  });

  test('it takes a token where the hub wants one', async () => {
    const { url } = await runHub({ auth: bySecret });
    const page = await browser.openPage();
    await page.goto(url);
    await waitForText(page, '#refusal', 'send a JWT');
    await page.type('#sign-in [name=token]', await signToken({ publish: ['demo'], subscribe: ['demo'] }));
    await page.keyboard.press('Enter');
    await waitForText(page, '#state', 'Connected');
    await page.click('#publish button');
    await waitForEvents(page, 1);
    expect(await shownEvents(page)).toMatchObject([{ topics: ['demo'], data: 'hello' }]);
  });

  test.for([
    ['desktop', desktop, 'light'],
    ['desktop', desktop, 'dark'],
    ['phone', phone, 'light'],
    ['phone', phone, 'dark'],
  ] as const)('it reads well on a %s, %o, %s', async ([name, size, scheme], { skip }) => {
    // WebDriver BiDi has no command for it yet.
    if (scheme === 'dark' && browser.name === 'Firefox') skip('Firefox cannot be told to prefer dark');
    const { url } = await runHub();
    const page = await browser.openPage(size);
    if (browser.name === 'Chromium') {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
    }
    await page.goto(url);
    await waitForText(page, '#state', 'Connected');
    const look = async (what: string) => {
      const path = await artefact(`start-page/${browser.name}-${name}-${scheme}-${what}.png`);
      await page.screenshot({ path, fullPage: true });
    };
    await look('empty');
    await publish(url, {
      topic: 'news',
      data: 'A plain text, long enough to need a second line on a small screen: '.repeat(3),
    });
    await publish(url, {
      topic: ['orders/42', 'customers/7'],
      event: 'paid',
      data: { order: 42, amount: 100, currency: 'EUR' },
    });
    await publish(url, {
      topic: 'sensors/kitchen/temperature',
      event: 'reading',
      id: 'reading-2026-11-22',
      data: 21.5,
    });
    await page.click('#publish button');
    await waitForEvents(page, 4);
    await waitForText(page, '#answer', 'Published as ');
    await settle(page);
    await look('events');

    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await page.evaluate(labelFaults)).toEqual([]);
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    await fill(page, '#select [name=topic]', 'orders/:');
    await page.keyboard.press('Enter');
    await waitForText(page, '#state', 'Refused');
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    await look('refused');
  });

  test('its theme is the one that the user chooses, and stays after a reload', async () => {
    const { url } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const choose = (theme: string) => page.$eval(`#theme [value=${theme}]`, (input) => (input as HTMLElement).click());
    await choose('light');
    const light = await background();
    await choose('dark');
    expect(await background()).not.toBe(light);
    await page.reload();
    await waitForText(page, '#state', 'Connected');
    expect(await background()).not.toBe(light);
    expect(await page.$eval('#theme [value=dark]', (input) => (input as HTMLInputElement).checked)).toBe(true);
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    await choose('system');
    expect(
      await page.evaluate(() => [document.documentElement.dataset['theme'] ?? 'none', localStorage.length]),
    ).toEqual(['none', 0]);
  });

  test('all of it can be reached by the tabulator key, and shows where the focus is', async () => {
    const { url } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    await waitForText(page, '#state', 'Connected');
    const reached: string[] = [];
    for (let focused = await pressTab(page); focused !== undefined; focused = await pressTab(page)) {
      // Some browsers begin again at the end.
      if (reached.includes(focused)) break;
      reached.push(focused);
    }
    expect(reached).toEqual([
      '#theme theme',
      '#publish topic',
      '#publish event',
      '#publish data',
      '#publish button',
      '#select topic',
      '#select button',
    ]);
  });
});
