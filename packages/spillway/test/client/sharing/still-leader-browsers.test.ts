import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { leaderOf, openTenTabs } from './ten-tabs.ts';

forEachBrowser((browser) => {
  test('a tab that leads, and stands still without notice, is robbed of the lock; then it follows from where it stood', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, '?without=SharedWorker');
    const leader = await leaderOf(tabs);
    await tabs.expectExactWhile(async () => {
      await leader.evaluate(() => {
        // Each of the nine others would take over after 6 to 12 seconds, or later on a busy machine; the first of them does.
        for (const end = Date.now() + 20_000; Date.now() < end;);
      });
    });
    expect(await leader.evaluate(() => isLeader())).toBe(false);
    await expect.poll(() => front.streams).toBe(1);
  });
});
