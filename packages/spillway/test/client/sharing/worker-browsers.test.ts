import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { openTenTabs } from './ten-tabs.ts';

forEachBrowser((browser) => {
  test('ten tabs share one connection, held by a worker, and each sees its own topics', async () => {
    const front = await startCountingFront();
    const tabs = await openTenTabs(browser, front, '');
    expect(await tabs.leader(), 'no tab leads').toBeUndefined();
    await tabs.expectExactWhile(async () => expect(front.streams).toBe(1));
    expect(front.streams).toBe(1);
  });
});
