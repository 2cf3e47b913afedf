import type { Page } from 'puppeteer-core';

/** Resolves when an element that the selector finds has the text in it. */
export async function untilText(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    (where, wanted) =>
      Array.from(document.querySelectorAll(where)).some((element) => element.textContent?.includes(wanted)),
    // Not with each frame: a page behind another draws ever more seldom.
    { polling: 100 },
    selector,
    text,
  );
}
