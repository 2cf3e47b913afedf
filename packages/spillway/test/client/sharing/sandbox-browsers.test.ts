import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { patient } from './ten-tabs.ts';

forEachBrowser((browser) => {
  test.each([
    { refusal: 'its opaque origin', fragment: '' },
    { refusal: 'the refusal of workers and locks', fragment: '?without=origin' },
  ])('a sandboxed frame shares nothing, by $refusal: it connects at once and misses nothing', async ({ fragment }) => {
    const front = await startCountingFront('--cors-origin', '*');
    const page = await browser.openPage();
    await page.goto(`${front.url}/sandbox#${fragment}`);
    await expect.poll(() => page.frames().length, patient).toBe(2);
    const frame = page.frames().at(-1);
    await frame?.waitForFunction(() => typeof globalThis.subscribeShared === 'function', { polling: 20 });
    await frame?.evaluate(() => subscribeShared({ topics: ['a'] }));
    await frame?.waitForFunction(() => subscriptions[0]?.state.phase === 'open', { polling: 20 });
    await front.publish([1, 2, 3].map((n) => ({ topic: 'a', data: String(n) })));
    await expect.poll(() => frame?.evaluate(() => kept[0]?.received), patient).toEqual(['1', '2', '3']);
    // Its own stream is the first that it asked for: it has not waited for a leader, and read no pages.
    expect(front.opened).toEqual([['a']]);
    expect(front.pages).toEqual([]);
  });
});
