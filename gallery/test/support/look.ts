import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { artefact } from '../../../packages/hub/test/support/artefacts.ts';
import { type TestBrowser, desktop, phone } from '../../../packages/hub/test/support/browsers.ts';

/**
 * Looks at a page as it stands, on a desktop and on a phone: keeps a picture of each in `artefacts/gallery/`, and fails
 * where something is wider than the screen or axe-core finds a serious fault (WCAG 2.2, A and AA).
 */
export async function look(browser: TestBrowser, page: Page, name: string): Promise<void> {
  for (const [device, size] of [
    ['phone', phone],
    ['desktop', desktop],
  ] as const) {
    await page.setViewport(size);
    await page.screenshot({ path: await artefact(`gallery/${name}-${browser.name}-${device}.png`), fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `pixels beyond the ${device}'s screen`).toBeLessThanOrEqual(0);
    expect(await seriousFaults(page), `on a ${device}`).toEqual([]);
  }
}

/** What axe-core finds, with the elements that have it. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    return run(document, { resultTypes: ['violations'] });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
}
