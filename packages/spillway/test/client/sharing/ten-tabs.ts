import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { TestBrowser } from '../../../../hub/test/support/browsers.ts';
import type { CountingFront } from './counting-front.ts';

/** Ten real tabs of one browser context, each with a topic of its own and one that all have. */
export interface TenTabs {
  readonly pages: readonly Page[];
  /** The one of these tabs that leads. */
  leader(among?: (page: Page) => boolean): Promise<Page | undefined>;
  /** Publishes all the time while something happens and until it has had its effect; then these tabs must have it all. */
  expectExactWhile(happening: () => Promise<void>, living?: (page: Page) => boolean): Promise<void>;
}

export async function openTenTabs(browser: TestBrowser, front: CountingFront, query: string): Promise<TenTabs> {
  const first = await browser.openPage();
  const pages = [first];
  while (pages.length < 10) pages.push(await browser.openTab(first));
  await Promise.all(
    pages.map(async (page, index) => {
      await load(page, `${front.url}/${query}`);
      await page.evaluate((topics) => subscribeShared({ topics }), topicsOf(index));
    }),
  );
  await Promise.all(pages.map((page) => until(page, () => subscriptions[0]?.state.phase === 'open')));
  return {
    pages,
    async leader(among = () => true) {
      for (const page of pages.filter(among)) if (await page.evaluate(() => isLeader())) return page;
      return undefined;
    },
    async expectExactWhile(happening, living = () => true) {
      const over = new AbortController();
      const publishing = (async () => {
        let count = 0;
        for (; !over.signal.aborted || count < 500; count += 11) {
          await front.publish(Array.from({ length: 11 }, (_, index) => eventOf(count + index)));
          await delay(10);
        }
        return count;
      })();
      await happening().finally(() => over.abort());
      const count = await publishing;
      await front.publish([{ topic: 'all', data: 'end' }]);
      for (const page of pages.filter(living)) {
        await until(page, () => kept[0]?.received.at(-1) === 'end');
        const got = await page.evaluate(() => kept[0]);
        const own = topicsOf(pages.indexOf(page));
        const expected = Array.from({ length: count }, (_, number) => eventOf(number))
          .filter(({ topic }) => own.includes(topic))
          .map(({ data }) => data);
        expect(got?.received, own.join()).toEqual([...expected, 'end']);
        expect(got?.gaps).toEqual([]);
      }
    },
  };
}

export async function leaderOf(tabs: TenTabs): Promise<Page> {
  const leader = await tabs.leader();
  if (leader === undefined) throw new Error('no tab leads');
  return leader;
}

/** Resolves when something is so in a page; a page that is not seen may not draw, and its timers are slow. */
export async function until(page: Page, isSo: () => boolean): Promise<void> {
  await page.waitForFunction(isSo, { polling: 50 });
}

/** Goes to a tab's page, and waits for its script. */
export async function load(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await until(page, () => 'subscribeShared' in globalThis);
}

function topicsOf(tab: number): string[] {
  return [`tabs/${tab}`, 'all'];
}

/** Every eleventh event is for all tabs, the others for one tab after the other. */
function eventOf(number: number): { readonly topic: string; readonly data: string } {
  const turn = number % 11;
  return { topic: turn === 10 ? 'all' : `tabs/${turn}`, data: String(number) };
}
