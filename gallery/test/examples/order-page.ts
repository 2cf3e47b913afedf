import type { Page } from 'puppeteer-core';

// What a person sees and does on a page of the examples, which are alike.

export const examples = ['plain', 'vue', 'svelte', 'react'] as const;

/** What a page says, and its rows, the newest first. */
export interface Shown {
  readonly phase: string;
  readonly state: string;
  readonly received: string;
  readonly gap: string;
  readonly orders: readonly string[];
}

/** Reads the page; each order as `what: state`. */
export function shown(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- only this function reaches the browser
    const textOf = (selector: string, parent: ParentNode = document) =>
      parent.querySelector(selector)?.textContent ?? '';
    return {
      phase: document.querySelector<HTMLElement>('#state')?.dataset['phase'] ?? '',
      state: textOf('#state'),
      received: textOf('#received'),
      gap: textOf('#gap'),
      orders: Array.from(
        document.querySelectorAll('#orders li'),
        (row) => `${textOf('.what', row)}: ${textOf('.order-state', row)}`,
      ),
    };
  });
}

/** Places an order by the form, with the keyboard alone. */
export async function placeOrder(page: Page, what: string): Promise<void> {
  await page.focus('#what');
  await page.keyboard.type(what);
  await page.keyboard.press('Enter');
}

/** Resolves when the page moves no more: what is measured and pictured is what stays. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((animation) => animation.effect?.getTiming().iterations === 1);
    await Promise.all(passing.map((animation) => animation.finished));
  });
}
