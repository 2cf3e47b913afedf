import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { openTenTabs } from './ten-tabs.ts';
import type { TenTabs } from './ten-tabs.ts';

/** A browser without shared workers. */
const query = '?without=SharedWorker';

forEachBrowser((browser) => {
  test('where there is no shared worker one of ten tabs leads, until it is closed', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, query);
    expect(front.streams).toBe(1);
    const leader = await leaderOf(tabs);
    await tabs.expectExactWhile(
      async () => {
        await leader.close();
        await expect.poll(() => tabs.leader((page) => page !== leader), patient).toBeDefined();
        await expect.poll(() => front.streams, patient).toBe(1);
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
        await expect.poll(() => crashed.has(leader), patient).toBe(true);
        await expect.poll(() => front.streams, patient).toBe(1);
      },
      (page) => !crashed.has(page),
    );
    expect(crashed.size).toBeLessThan(10);
    console.log('crashed', crashed.size);
  });

  test.skipIf(browser.name === 'Firefox')('until it is frozen; thawed it follows, from where it stood', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, query);
    const leader = await leaderOf(tabs);
    const session = await leader.createCDPSession();
    await tabs.expectExactWhile(async () => {
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await expect.poll(() => tabs.leader((page) => page !== leader), patient).toBeDefined();
      await expect.poll(() => front.streams, patient).toBe(1);
      await session.send('Page.setWebLifecycleState', { state: 'active' });
    });
    expect(await leader.evaluate(() => isLeader())).toBe(false);
  });

  test('until it stands still without notice for so long that another takes over', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, query);
    const leader = await leaderOf(tabs);
    await tabs.expectExactWhile(async () => {
      await leader.evaluate(() => {
        for (const end = Date.now() + 25_000; Date.now() < end;);
      });
    });
    expect(await leader.evaluate(() => isLeader())).toBe(false);
    expect(front.streams).toBe(1);
  }, 60_000);
});

const patient = { timeout: 20_000 };

async function leaderOf(tabs: TenTabs) {
  const leader = await tabs.leader();
  if (leader === undefined) throw new Error('no tab leads');
  return leader;
}
