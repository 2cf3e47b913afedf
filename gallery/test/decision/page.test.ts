import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { measurements } from '../../decision/measurements.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

forEachBrowser((browser) => {
  async function open(path: string): Promise<Page> {
    const gallery = await openGallery();
    const page = await browser.openPage();
    await page.goto(`${gallery.url}${path}`);
    await page.waitForSelector('main input[type=radio]');
    return page;
  }

  test('each answer changes what is recommended, said to screen readers, and kept in the address', async () => {
    const page = await open('/decision');
    await untilText(page, '[role=status] h2', 'Server-Sent Events');
    // By the keyboard: from "The server" two answers on.
    await page.focus('input[name=direction][value=server]');
    await page.keyboard.press('ArrowDown');
    await untilText(page, '[role=status] h2', 'Server-Sent Events, and a POST');
    await page.keyboard.press('ArrowDown');
    await untilText(page, '[role=status] h2', 'WebSockets');
    await page.click('input[name=loss][value=late]');
    await untilText(page, '[role=status] h2', 'WebRTC');
    expect(new URL(page.url()).searchParams.get('direction')).toBe('both');
    expect(new URL(page.url()).searchParams.get('loss')).toBe('late');

    await page.reload();
    await untilText(page, '[role=status] h2', 'WebRTC');
    expect(
      await page.$$eval('main input:checked', (inputs) => inputs.map((input) => input.getAttribute('value'))),
    ).toEqual(['both', 'second', 'late', 'text', 'some', 'few', 'http2', 'open']);
    await look(browser, page, 'decision-webrtc');
  });

  test('every measurement that a reason leads to is there', { timeout: 240_000 }, async () => {
    const page = await open('/decision');
    for (const { path } of Object.values(measurements)) {
      await page.goto(new URL(path, page.url()).href);
      const { hash } = new URL(path, page.url());
      await page.waitForSelector(hash || 'main h2');
      expect(await page.$$eval('h1', (titles) => titles.map(({ textContent }) => textContent))).not.toContain(
        'There is no such page',
      );
    }
  });

  test('an example of what people build answers all questions at once, and a reason leads to its measurement', async () => {
    const page = await open('/decision?direction=calls');
    await page.locator('::-p-text(Chat with typing indicators)').click();
    await untilText(page, '[role=status] h2', 'WebSockets');
    expect(await page.$eval('main nav [aria-current]', (link) => link.textContent)).toBe('Chat with typing indicators');
    await page.locator('::-p-text(Measured: round trips)').click();
    await page.waitForFunction(() => location.pathname === '/comparison' && location.hash === '#round-trips');
    await untilText(page, 'h1', 'The comparison');
  });
});
