import type { Page } from 'puppeteer-core';

/** Presses the button with exactly this text, once it is there and enabled, whether or not its tab is in front. */
export async function pressButton(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const button = [...document.querySelectorAll('button')].find((each) => each.textContent === wanted);
      if (button === undefined || button.disabled) return false;
      button.click();
      return true;
    },
    { polling: 100 },
    text,
  );
}
