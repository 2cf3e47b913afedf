import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser, phone } from '../../../packages/hub/test/support/browsers.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

forEachBrowser((browser) => {
  async function open(path: string, size?: typeof phone): Promise<Page> {
    const gallery = await openGallery();
    const page = await browser.openPage(size);
    await page.goto(`${gallery.url}${path}`);
    await page.waitForSelector('h1');
    return page;
  }

  test('the keyboard skips the menu, and goes on at the content of a page that is turned to', async () => {
    const page = await open('/');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('To the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);

    await page.locator('nav ::-p-text(Sports scores)').click();
    await untilText(page, 'h1', 'Sports scores');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await page.$eval('nav [aria-current=page]', (link) => link.textContent)).toBe('Sports scores');
  });

  test('on a phone the menu opens over the page, and is closed by Escape and by going somewhere', async () => {
    const page = await open('/', phone);
    const isOpen = () => page.$eval('#menu', (menu) => menu.matches(':popover-open'));
    expect(await isOpen()).toBe(false);
    await page.locator('::-p-aria(Menu[role="button"])').click();
    await expect.poll(isOpen).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(isOpen).toBe(false);

    for (const _ of ['to another page', 'to the page that is shown']) {
      await page.evaluate(() => scrollTo(0, 400));
      await page.locator('::-p-aria(Menu[role="button"])').click();
      await page.locator('nav ::-p-text(The decision guide)').click();
      await untilText(page, 'h1', 'The decision guide');
      await expect.poll(isOpen).toBe(false);
    }
  });

  test('a chosen theme applies to the page and its charts, and after a reload before the body is there', async () => {
    const page = await open('/dashboard');
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    // By the keyboard: radio buttons are one stop, and the arrows choose.
    await page.focus('input[name=theme]:checked');
    await page.keyboard.press('ArrowRight');
    await expect.poll(paper).toBe('rgb(242, 246, 248)');
    await expect.poll(() => drawsInColor(page, [214, 225, 231])).toBe(true);

    await page.keyboard.press('ArrowRight');
    await expect.poll(paper).toBe('rgb(11, 18, 24)');
    await expect.poll(() => drawsInColor(page, [36, 52, 66])).toBe(true);
    expect(await page.$eval('input[name=theme]:checked', ({ value }) => value)).toBe('dark');

    // Modules run after the document has been parsed: too late for the first paint.
    await page.evaluateOnNewDocument(() => {
      const observer = new MutationObserver(() => {
        if (document.body === null) return;
        Object.assign(globalThis, { themeBeforeBody: document.documentElement.dataset['theme'] });
        observer.disconnect();
      });
      observer.observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    await expect.poll(() => page.evaluate('themeBeforeBody')).toBe('dark');
    expect(await paper()).toBe('rgb(11, 18, 24)');
  });

  test('a copy button puts the sample on the clipboard, and announces it', async () => {
    const page = await open('/chat');
    await page.waitForSelector('::-p-aria(Copy Server[role="button"])');
    await page.locator('::-p-aria(Copy Server[role="button"])').click();
    await untilText(page, '[role=status]', 'Copied');
    await page.focus('input[name=text]');
    await page.keyboard.down('Control');
    await page.keyboard.press('v');
    await page.keyboard.up('Control');
    await expect
      .poll(() => page.$eval('input[name=text]', ({ value }) => value))
      .toContain("import express from 'express';");
  });

  test('an address that names an element of a page leads there', async () => {
    const page = await open('/decision#recommendation');
    await page.waitForFunction(() => document.activeElement?.id === 'recommendation');
    const isInView = () =>
      page.evaluate(() => {
        const { top } = document.activeElement?.getBoundingClientRect() ?? { top: -1 };
        return top >= 0 && top < innerHeight;
      });
    await expect.poll(isInView).toBe(true);
  });

  test('an address that leads nowhere says so, and leads on', async () => {
    const page = await open('/nowhere');
    await untilText(page, 'h1', 'There is no such page');
    expect(await page.title()).toBe('No such page · Spillway');
    await look(browser, page, 'not-found');
    await page.locator('::-p-text(To the first page)').click();
    await page.waitForFunction(() => location.pathname === '/');
  });
});

/** Whether a canvas of the page has pixels of exactly this colour, such as that of a chart's grid. */
function drawsInColor(page: Page, color: readonly [number, number, number]): Promise<boolean> {
  return page.evaluate(([red, green, blue]) => {
    const canvas = document.querySelector('canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) return true;
    }
    return false;
  }, color);
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}
