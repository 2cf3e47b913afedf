import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { leaderOf, openTenTabs } from './ten-tabs.ts';

/** A browser without shared workers. */
const query = '?without=SharedWorker';

forEachBrowser((browser) => {
  test('where there is no shared worker one of ten tabs leads, until it is closed', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, query);
    await expect.poll(() => front.streams).toBe(1);
    const leader = await leaderOf(tabs);
    await tabs.expectExactWhile(
      async () => {
        await leader.close();
        await expect.poll(() => tabs.leader((page) => page !== leader)).toBeDefined();
        await expect.poll(() => front.streams).toBe(1);
      },
      (page) => page !== leader,
    );
  });

  test.skipIf(browser.name === 'Firefox')('until its renderer crashes', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, query);
    const leader = await leaderOf(tabs);
    const session = await leader.createCDPSession();
    const crashed = new Set();
    for (const page of tabs.pages) page.on('error', () => crashed.add(page));
    await tabs.expectExactWhile(
      async () => {
        session.send('Page.crash').catch(() => {});
        await expect.poll(() => crashed.has(leader)).toBe(true);
        await expect.poll(() => front.streams).toBe(1);
      },
      (page) => !crashed.has(page),
    );
    expect(crashed.size).toBeLessThan(10);
  });

  test.skipIf(browser.name === 'Firefox')('until it is frozen; thawed it follows, from where it stood', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, query);
    const leader = await leaderOf(tabs);
    const session = await leader.createCDPSession();
    await tabs.expectExactWhile(async () => {
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await expect.poll(() => tabs.leader((page) => page !== leader)).toBeDefined();
      await expect.poll(() => front.streams).toBe(1);
      await session.send('Page.setWebLifecycleState', { state: 'active' });
    });
    expect(await leader.evaluate(() => isLeader())).toBe(false);
  });
});
