import { expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { load, until } from './ten-tabs.ts';

forEachBrowser((browser) => {
  test.each([
    { refusal: 'its opaque origin', fragment: '' },
    { refusal: 'the refusal of workers and locks', fragment: '?without=origin' },
  ])('a sandboxed frame shares nothing, by $refusal: it connects at once and misses nothing', async ({ fragment }) => {
    const front = await startCountingFront('--cors-origin', '*');
    const page = await browser.openPage();
    await page.goto(`${front.url}/sandbox#${fragment}`);
    await expect.poll(() => page.frames().length).toBe(2);
    const frame = page.frames().at(-1);
    await frame?.waitForFunction(() => typeof globalThis.subscribeShared === 'function', { polling: 20 });
    await frame?.evaluate(() => subscribeShared({ topics: ['a'] }));
    await frame?.waitForFunction(() => subscriptions[0]?.state.phase === 'open', { polling: 20 });
    await front.publish([1, 2, 3].map((n) => ({ topic: 'a', data: String(n) })));
    await expect.poll(() => frame?.evaluate(() => kept[0]?.received)).toEqual(['1', '2', '3']);
    // Its own stream is the first that it asked for: it has not waited for a leader, and read no pages.
    expect(front.opened).toEqual([['a']]);
    expect(front.pages).toEqual([]);
  });

  test('a page without locks that may start no worker connects by itself at once, and only its own connection reports states', async () => {
    const front = await startCountingFront();
    const page = await browser.openPage();
    await page.evaluateOnNewDocument(() => {
      // As in an insecure context whose Content-Security-Policy forbids workers.
      Reflect.deleteProperty(Navigator.prototype, 'locks');
      globalThis.SharedWorker = function () {
        throw new DOMException('workers are forbidden', 'SecurityError');
      } as unknown as typeof SharedWorker;
    });
    await load(page, front.url);
    await page.evaluate(() => subscribeShared({ topics: ['a'] }));
    await until(page, () => subscriptions[0]?.state.phase === 'open');
    await front.publish([{ topic: 'a', data: '1' }]);
    await until(page, () => kept[0]?.received.length === 1);
    await page.evaluate(() => document.dispatchEvent(new Event('freeze')));
    await until(page, () => subscriptions[0]?.state.phase === 'paused');
    await page.evaluate(() => document.dispatchEvent(new Event('resume')));
    await until(page, () => subscriptions[0]?.state.phase === 'open');
    await front.publish([{ topic: 'a', data: '2' }]);
    await until(page, () => kept[0]?.received.length === 2);
    const got = await page.evaluate(() => kept[0]);
    expect(got?.received).toEqual(['1', '2']);
    expect(got?.states).toEqual(['connecting', 'open', 'paused', 'connecting', 'open']);
    expect(front.pages).toEqual([]);
  });

  test('a page whose BroadcastChannel is refused connects by itself at once', async () => {
    const front = await startCountingFront();
    const page = await browser.openPage();
    await page.evaluateOnNewDocument(() => {
      globalThis.BroadcastChannel = function () {
        throw new DOMException('storage is blocked', 'SecurityError');
      } as unknown as typeof BroadcastChannel;
    });
    await load(page, front.url);
    await page.evaluate(() => subscribeShared({ topics: ['a'] }));
    await until(page, () => subscriptions[0]?.state.phase === 'open');
    await front.publish([{ topic: 'a', data: '1' }]);
    await until(page, () => kept[0]?.received.length === 1);
    expect(front.opened).toEqual([['a']]);
    expect(front.pages).toEqual([]);
  });

  test('a server that answers a request for a page with a stream gives each subscription a connection of its own', async () => {
    const front = await startCountingFront();
    const page = await browser.openPage();
    await load(page, front.url);
    await page.evaluate(() => subscribeShared({}, undefined, '/stream'));
    await until(page, () => kept[0]?.received.length === 1 && subscriptions[0]?.state.phase === 'open');
    expect(await page.evaluate(() => kept[0]?.received)).toEqual(['hello']);
    // The first answered the request for a page, and is closed.
    expect(front.opened).toHaveLength(2);
    await expect.poll(() => front.streams).toBe(1);
  });
});
