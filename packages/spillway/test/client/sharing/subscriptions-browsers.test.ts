import { expect, test } from 'vitest';
import { secret, signToken } from '../../../../hub/test/auth/tokens.ts';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { startCountingFront } from './counting-front.ts';
import { load, until } from './ten-tabs.ts';

forEachBrowser((browser) => {
  test('subscriptions of one tab begin where each of them says, share one stream, and leave none behind', async () => {
    const front = await startCountingFront();
    await front.publish([
      { topic: 'a', data: 'a1', id: 'first' },
      { topic: 'prices/x', data: 'x1', key: 'x' },
      { topic: 'prices/x', data: 'x2', key: 'x' },
      { topic: 'a', data: 'a2' },
    ]);
    const page = await browser.openPage();
    await load(page, front.url);
    await page.evaluate(() => {
      subscribeShared({ topics: ['a'] });
      subscribeShared({ topics: ['a'], since: 'earliest' });
      subscribeShared({ topics: ['prices/:name'], since: 'latest' });
      subscribeShared({ topics: ['*'], lastEventId: 'first' });
    });
    await until(page, () => subscriptions.every(({ state }) => state.phase === 'open'));
    await front.publish([
      { topic: ['a', 'prices/y'], data: 'both' },
      { topic: 'other', data: 'end' },
    ]);
    await until(page, () => kept[3]?.received.at(-1) === 'end' && kept[2]?.received.at(-1) === 'both');
    const got = await page.evaluate(() =>
      kept.map(({ received, topics }) => received.map((data, at) => [data, topics[at]])),
    );
    expect(got).toEqual([
      [['both', ['a']]],
      [
        ['a1', ['a']],
        ['a2', ['a']],
        ['both', ['a']],
      ],
      [
        ['x2', ['prices/x']],
        ['both', ['prices/y']],
      ],
      [
        ['x1', ['prices/x']],
        ['x2', ['prices/x']],
        ['a2', ['a']],
        ['both', ['a', 'prices/y']],
        ['end', ['other']],
      ],
    ]);
    await expect.poll(() => front.streams).toBe(1);
    expect(front.opened.at(-1)).toEqual(['*', 'a', 'prices/:name']);

    await page.evaluate(() => subscriptions[3]?.close());
    await expect.poll(() => front.opened.at(-1)).toEqual(['a', 'prices/:name']);
    await page.evaluate(() => subscriptions.forEach((subscription) => subscription.close()));
    await expect.poll(() => front.streams).toBe(0);
  });

  test('every tab is told why the connection waits, and goes on where it stood', async () => {
    const front = await startCountingFront();
    const page = await browser.openPage();
    const other = await browser.openTab(page);
    for (const each of [page, other]) {
      await load(each, front.url);
      await each.evaluate(() => subscribeShared({ topics: ['a'] }));
      await until(each, () => subscriptions[0]?.state.phase === 'open');
    }
    front.isDown = true;
    for (const each of [page, other]) {
      await until(each, () => kept[0]?.states.includes('waiting: unexpected-status 503') === true);
    }
    await front.publish([{ topic: 'a', data: 'meanwhile' }]);
    front.isDown = false;
    for (const each of [page, other]) {
      await until(each, () => subscriptions[0]?.state.phase === 'open' && kept[0]?.received.length === 1);
      expect(await each.evaluate(() => kept[0]?.received)).toEqual(['meanwhile']);
    }
  });

  test('tokens come from the tabs, and are asked for again when they are refused', async () => {
    const front = await startCountingFront('--key', secret);
    const valid = await signToken({ subscribe: ['a', 'b'], publish: ['*'] });
    const page = await browser.openPage();
    await load(page, front.url);
    await page.evaluate((token) => {
      tokens.push('expired', token);
      subscribeShared({ topics: ['a'] });
    }, valid);
    await until(page, () => subscriptions[0]?.state.phase === 'open');
    await expect.poll(() => front.streams).toBe(1);
  });

  test('a topic that the server refuses costs the other subscriptions nothing', async () => {
    const front = await startCountingFront('--key', secret);
    const token = await signToken({ subscribe: ['a'], publish: ['*'] });
    const page = await browser.openPage();
    await load(page, front.url);
    await page.evaluate((valid) => {
      tokens.push(valid);
      subscribeShared({ topics: ['a'] });
    }, token);
    await until(page, () => subscriptions[0]?.state.phase === 'open');
    await page.evaluate(() => subscribeShared({ topics: ['secret'] }));
    await until(page, () => subscriptions[1]?.state.phase === 'closed');
    await page.evaluate(() => subscribeShared({ topics: ['not/*/a pattern'] }));
    await until(page, () => subscriptions[2]?.state.phase === 'closed');
    // The shared stream opens anew for those that it still serves.
    await expect
      .poll(() => page.evaluate(() => kept.map(({ states }) => states.at(-1))))
      .toEqual(['open', 'closed: forbidden 403', 'closed: invalid-pattern 400']);
    await expect.poll(() => front.streams).toBe(1);
  });
});
