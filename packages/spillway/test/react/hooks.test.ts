import type { Page } from 'puppeteer-core';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { forEachBrowser } from '../../../hub/test/support/browsers.ts';
import { patient } from '../../../hub/test/support/patience.ts';
import { asTree } from './components.ts';
import type { Part, Shown } from './components.ts';
import { startReactHost } from './react-host.ts';
import type { ReactHost } from './react-host.ts';

const list: Part = { name: 'list', hook: 'events', topics: ['a'] };

forEachBrowser((browser) => {
  async function open(...parts: readonly Part[]): Promise<{ host: ReactHost; page: Page }> {
    const host = await startReactHost();
    const page = await browser.openPage();
    // Before the server goes, so that no page is left with a connection that fails.
    onTestFinished(() => page.close());
    await page.goto(host.url);
    await page.waitForFunction(() => 'show' in globalThis);
    await page.evaluate((those) => show(...those), parts);
    return { host, page };
  }

  test('under StrictMode events arrive, once each, over one connection', async () => {
    const { host, page } = await open(list);
    await expectShown(page, 'list', { phase: 'open' });
    await host.publish('a', '1', '2');
    await host.publish('a', '3');
    await expectShown(page, 'list', { value: '1 2 3' });
    expect(host.opened).toBe(1);
  });

  test('the first events of a stream are not lost to the second mount', async () => {
    const host = await startReactHost();
    await host.publish('a', '1', '2');
    const page = await browser.openPage();
    onTestFinished(() => page.close());
    await page.goto(host.url);
    await page.evaluate((part) => show(part), { ...list, since: 'earliest' as const });
    await expectShown(page, 'list', { value: '1 2' });
    expect(host.opened).toBe(1);
  });

  test('equal requests share one connection, and one that comes later begins with what came before', async () => {
    const newest: Part = { name: 'newest', hook: 'latest', topics: ['a'], since: 'now' };
    const { host, page } = await open(list, { ...list, name: 'other' });
    await expectShown(page, 'other', { phase: 'open' });
    await host.publish('a', '1', '2');
    await expectShown(page, 'other', { value: '1 2' });
    expect(await shownBy(page, 'list')).toMatchObject({ value: '1 2' });
    await page.evaluate((those) => show(...those), [list, { ...list, name: 'later' }, newest]);
    await expectShown(page, 'later', { value: '1 2' });
    await expectShown(page, 'newest', { phase: 'open' });
    await host.publish('a', '3');
    await expectShown(page, 'newest', { value: '3' });
    await expectShown(page, 'later', { value: '1 2 3' });
    // Those who ask for another beginning have a connection of their own.
    expect([...host.streams]).toEqual(['1 ?topic=a', '2 ?topic=a&since=now']);
  });

  test('another topic is another subscription, and the one before is closed', async () => {
    const { host, page } = await open(list);
    await expectShown(page, 'list', { phase: 'open' });
    await host.publish('a', '1');
    await expectShown(page, 'list', { value: '1' });
    await page.evaluate((part) => show(part), { ...list, topics: ['b'] });
    await expectShown(page, 'list', { value: '', phase: 'open' });
    await host.publish('a', '2');
    await host.publish('b', '3');
    await expectShown(page, 'list', { value: '3' });
    await vi.waitFor(() => expect([...host.streams]).toEqual(['2 ?topic=b']), patient);
  });

  test('a cut and a restart of the hub lose and double nothing', async () => {
    const { host, page } = await open({ ...list, since: 'earliest' }, { ...list, name: 'sum', hook: 'sum' });
    await expectShown(page, 'list', { phase: 'open' });
    await expectShown(page, 'sum', { phase: 'open' });
    await host.publish('a', '1', '2');
    await expectShown(page, 'sum', { value: 3 });
    host.cut();
    await host.publish('a', '3');
    await expectShown(page, 'sum', { value: 6 });
    await host.restart();
    await host.publish('a', '4');
    await expectShown(page, 'sum', { value: 10 });
    await expectShown(page, 'list', { value: '1 2 3 4' });
  });

  test('a component that is hidden lets go, and goes on from its cursor when it is shown again', async () => {
    const { host, page } = await open(list);
    await expectShown(page, 'list', { phase: 'open' });
    await host.publish('a', '1');
    await expectShown(page, 'list', { value: '1' });
    await page.evaluate((part) => show(part), { ...list, hidden: true });
    await vi.waitFor(() => expect(host.streams.size).toBe(0), patient);
    await host.publish('a', '2');
    await page.evaluate((part) => show(part), list);
    await host.publish('a', '3');
    await expectShown(page, 'list', { value: '1 2 3' });
  });

  test('unmounting closes the connection', async () => {
    const { host, page } = await open(list);
    await expectShown(page, 'list', { phase: 'open' });
    expect(host.streams.size).toBe(1);
    await page.evaluate(() => show());
    await vi.waitFor(() => expect(host.streams.size).toBe(0), patient);
  });

  test('a page takes over what a server has rendered without a mismatch, and then connects', async () => {
    const parts: readonly Part[] = [
      list,
      { name: 'prices', hook: 'latest by topic', topics: ['a'] },
      { name: 'answer', hook: 'stream', autoStart: true },
    ];
    const host = await startReactHost();
    await host.publish('a', '1');
    const html = renderToString(asTree(parts));
    const page = await browser.openPage();
    onTestFinished(() => page.close());
    await page.goto(host.url);
    await page.evaluate((markup, those) => hydrate(markup, ...those), html, parts);
    await expectShown(page, 'prices', { value: { a: '1' } });
    await expectShown(page, 'answer', { status: 'done', value: 'Once upon a time' });
    expect(await page.evaluate(() => faults)).toEqual([]);
    expect(host.opened).toBe(2);
  });

  test('many events in one turn make few renders', async () => {
    const { host, page } = await open({ ...list, hook: 'sum' });
    await expectShown(page, 'list', { phase: 'open' });
    const { renders: before } = await shownBy(page, 'list');
    await host.publish('a', ...Array.from({ length: 500 }, () => '1'));
    await expectShown(page, 'list', { value: 500 });
    const { renders: after } = await shownBy(page, 'list');
    expect(after - before).toBeLessThan(50);
    // Its functions are others in each render, and that is no other request.
    expect(host.opened).toBe(1);
  });

  test('the newest event of each topic is kept', async () => {
    const prices: Part = { name: 'prices', hook: 'latest by topic', topics: ['prices/*'] };
    const { host, page } = await open(prices);
    await expectShown(page, 'prices', { phase: 'open' });
    await host.publish('prices/a', '1', '2');
    await host.publish('prices/b', '3');
    await expectShown(page, 'prices', { value: { 'prices/a': '2', 'prices/b': '3' } });
  });

  test('a component whose reducer fails takes nothing from the others of its subscription', async () => {
    const { host, page } = await open({ ...list, name: 'faulty', hook: 'faulty' }, list);
    await expectShown(page, 'list', { phase: 'open' });
    await page.evaluate(() => addEventListener('error', (event) => event.preventDefault()));
    await host.publish('a', '1', '2');
    await expectShown(page, 'list', { value: '1 2' });
    expect(await shownBy(page, 'faulty')).toMatchObject({ value: 0, isMounted: true });
    expect(host.opened).toBe(1);
    // As those of the platform's own listeners are.
    expect(await page.evaluate(() => faults)).toEqual([
      expect.stringMatching('of its own'),
      expect.stringMatching('of its own'),
    ]);
  });

  test('a stream is sent when it is started, and is done when the server has ended it', async () => {
    const { host, page } = await open({ name: 'answer', hook: 'stream' });
    await expectShown(page, 'answer', { status: 'idle', value: '' });
    expect(host.answers.asked).toBe(0);
    await page.evaluate(() => startStream('answer', 'tell me'));
    await expectShown(page, 'answer', { status: 'done', value: 'Once upon a time' });
    await page.evaluate(() => startStream('answer', 'again'));
    await vi.waitFor(() => expect(host.answers.bodies).toEqual(['tell me', 'again']), patient);
    await expectShown(page, 'answer', { status: 'done', value: 'Once upon a time' });
  });

  test('a body that is made anew for each render is no reason to render', async () => {
    const { host, page } = await open({ name: 'answer', hook: 'stream', body: 'a form', asForm: true });
    await expectShown(page, 'answer', { status: 'idle' });
    await page.evaluate(() => startStream('answer'));
    await expectShown(page, 'answer', { status: 'done', value: 'Once upon a time' });
    expect(host.answers.bodies).toEqual([expect.stringContaining('a form')]);
  });

  test('a stream that is stopped stops its source and keeps its text; one that fails says why', async () => {
    const { host, page } = await open({ name: 'answer', hook: 'stream' });
    await expectShown(page, 'answer', { status: 'idle' });
    await page.evaluate(() => startStream('answer', 'endless'));
    await expectShown(page, 'answer', { status: 'streaming' });
    await page.waitForFunction(() => String(shown['answer']?.value).startsWith('Once upon a time..'), { polling: 20 });
    expect(host.answers.running).toBe(1);
    await page.evaluate(() => stopStream('answer'));
    await expectShown(page, 'answer', { status: 'idle' });
    expect((await shownBy(page, 'answer')).value).toMatch(/^Once upon a time\.+$/);
    await vi.waitFor(() => expect(host.answers.running).toBe(0), patient);
    await page.evaluate(() => startStream('answer', 'fail'));
    await expectShown(page, 'answer', { status: 'error', error: 'source-failed' });
  });

  test.each([
    { answer: 'an answer that starts over', body: 'break, then endless', state: { isRestart: true } },
    { answer: 'an answer that resumes', body: 'break and resume, then endless', state: {} },
  ])('a POST that breaks off is sent again: $answer is shown once, from its beginning', async ({ body, state }) => {
    const { host, page } = await open({ name: 'answer', hook: 'stream' });
    await expectShown(page, 'answer', { status: 'idle' });
    await page.evaluate((text) => startStream('answer', text), body);
    await expectShown(page, 'answer', { status: 'streaming', value: 'Once upon' });
    host.answers.breakOff?.();
    await page.waitForFunction(() => /^Once upon a time\.+$/.test(String(shown['answer']?.value)), { polling: 20 });
    expect(host.answers.asked).toBe(2);
    expect((await shownBy(page, 'answer')).state).toEqual({
      phase: 'open',
      transport: 'stream',
      ...state,
    });
  });

  test('a stream that starts by itself is sent once under StrictMode, and stops when it is unmounted', async () => {
    const { host, page } = await open({ name: 'answer', hook: 'stream', autoStart: true, body: 'endless' });
    await expectShown(page, 'answer', { status: 'streaming' });
    expect(host.answers).toMatchObject({ asked: 1, running: 1 });
    expect(await page.evaluate(() => requests)).toBe(1);
    await page.evaluate(() => show());
    await vi.waitFor(() => expect(host.answers.running).toBe(0), patient);
    expect(host.answers.asked).toBe(1);
  });
});

/** Waits until a component shows this much. */
async function expectShown(page: Page, name: string, expected: Partial<Shown>): Promise<void> {
  await vi.waitFor(async () => expect(await shownBy(page, name)).toMatchObject(expected), patient);
}

function shownBy(page: Page, name: string): Promise<Shown> {
  return page.evaluate((which) => shown[which] ?? { renders: 0, isMounted: false }, name);
}
