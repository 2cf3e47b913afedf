import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { load, openTenTabs, until } from './ten-tabs.ts';

forEachBrowser((browser) => {
  test('ten tabs share one connection, held by a worker, and each sees its own topics', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, '');
    expect(await tabs.leader(), 'no tab leads').toBeUndefined();
    await tabs.expectExactWhile(async () => await expect.poll(() => front.streams).toBe(1));
    await expect.poll(() => front.streams).toBe(1);
  });

  test('the worker survives the tab that started it', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, '');
    const [first] = tabs.pages;
    await tabs.expectExactWhile(
      async () => await first?.close(),
      (page) => page !== first,
    );
    expect(await tabs.leader((page) => page !== first), 'no tab leads').toBeUndefined();
    await expect.poll(() => front.streams).toBe(1);
  });

  test.skipIf(browser.name === 'Firefox')('a tab takes over when the worker dies', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, '');
    await tabs.expectExactWhile(async () => {
      await killWorker(tabs.pages);
      await expect.poll(() => tabs.leader()).toBeDefined();
      await expect.poll(() => front.streams).toBe(1);
    });
  });

  test('where the worker cannot be loaded, a tab leads', async () => {
    const front = await startCountingFront();
    const page = await browser.openPage();
    await load(page, front.url);
    await page.evaluate(() => subscribeShared({ topics: ['a'] }, { worker: '/no-such-worker.js' }));
    await until(page, () => subscriptions[0]?.state.phase === 'open');
    expect(await page.evaluate(() => isLeader())).toBe(true);
    await expect.poll(() => front.streams).toBe(1);
  });
});

/** Ends the shared worker of these pages as its crash would: nobody is told. */
async function killWorker([page]: readonly Page[]): Promise<void> {
  const session = await page?.browser().target().createCDPSession();
  const { targetInfos = [] } =
    (await session?.send('Target.getTargets', { filter: [{ type: 'shared_worker' }] })) ?? {};
  const own = targetInfos.filter(({ url }) => url.startsWith(new URL('/', page?.url()).href));
  expect(own).toHaveLength(1);
  for (const { targetId } of own) await session?.send('Target.closeTarget', { targetId });
}
