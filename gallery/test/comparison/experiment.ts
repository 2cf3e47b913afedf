import type { Page } from 'puppeteer-core';

/** Opens the comparison, and resolves once its server has been heard of. */
export async function openComparison(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/comparison`);
  await page.waitForFunction(() => /Newest order: \d/.test(document.body.textContent ?? ''));
}

/** Presses the button with this text, once it can be pressed. */
export async function press(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.includes(wanted));
      if (button === undefined || button.disabled) return false;
      button.click();
      return true;
    },
    {},
    text,
  );
}

/** What a cell of a table says, by the names that the page gives it. */
export async function cell(page: Page, name: string): Promise<string> {
  return page.$eval(`[data-cell="${name}"]`, (element) => element.textContent ?? '');
}
