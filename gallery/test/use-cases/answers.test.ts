import type { Page } from 'puppeteer-core';
import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { readDocumentation } from '../../use-cases/answers/corpus.ts';
import { trainNGrams } from '../../use-cases/answers/n-grams.ts';
import { seededRandom } from '../../use-cases/seeded-random.ts';
import { look } from '../support/look.ts';
import { openGallery, type TestGallery } from '../support/open-gallery.ts';
import { readLog } from '../support/read-log.ts';
import { untilText } from '../support/until.ts';
import { startChatEndpoint } from './answers/chat-endpoint.ts';

const toyModel = trainNGrams(await readDocumentation());
/** There is time to do something in the middle of an answer, also on a machine that is busy. */
const slow = { SPILLWAY_TOKEN_MS: '150' };
forEachBrowser((browser) => {
  test('a reload goes on with the answer, and a second tab has the same', { timeout: 240_000 }, async () => {
    const gallery = await openGallery();
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/answers`);
    await untilText(page, 'main', 'it shows streaming, not intelligence');
    const id = await ask(page, 'What is a cursor?');
    await untilTokens(page, 5);
    await page.reload();
    const other = await browser.openPage();
    await other.goto(`${gallery.url}/answers?answer=${id}`);

    for (const each of [page, other]) {
      await untilText(each, '[role=status]', 'The answer is complete.');
      const { text, tokens, ends } = await answerInLog(gallery, id);
      expect(await shownText(each)).toBe(withoutSpace(text));
      expect(await shownTokens(each)).toBe(tokens);
      expect(ends).toEqual(['done']);
      await untilText(each, 'li', 'What is a cursor?');
    }
    const figures = await page.$$eval('dl dd', (found) => found.map(({ textContent }) => textContent));
    expect(figures[0]).toMatch(/^\d+ ms$/);
    expect(Number(figures[1])).toBeGreaterThan(0);
    // The stream of the page before the reload ends when the server hears of it.
    await vi.waitFor(async () => expect(await gallery.streams()).toBe(2), patient);
    await look(browser, page, 'answers');
  });

  test('stopped is stopped, and the list of answers says so', { timeout: 240_000 }, async () => {
    const gallery = await openGallery(slow);
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/answers`);
    const id = await ask(page, 'What is a tape?');
    await untilTokens(page, 3);
    await page.locator('button.danger').click();
    await untilText(page, '[role=status]', 'Stopped.');
    await untilText(page, 'li', 'Stopped');
    const { text, ends } = await answerInLog(gallery, id);
    expect(ends).toEqual(['stopped']);
    expect(await shownText(page)).toBe(withoutSpace(text));
    expect((await stop(gallery, id)).status).toBe(404);
  });

  test('the toy model goes on after a crash: no token is missing or doubled', { timeout: 240_000 }, async () => {
    const gallery = await openGallery(slow);
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/answers`);
    const id = await ask(page, 'What after a crash?');
    await untilTokens(page, 10);
    const before = await answerInLog(gallery, id);
    expect(before.ends).toEqual([]);

    await gallery.crash();

    await untilText(page, '[role=status]', 'The answer is complete.');
    const after = await answerInLog(gallery, id);
    expect(after.tokens).toBeGreaterThan(before.tokens);
    // What the model says where nothing crashes, and each batch begins where the one before it ended.
    expect(after.text).toBe([...toyModel.generate('What after a crash?', seededRandom(id))].join(''));
    expect(after.faults).toEqual([]);
    expect(after.ends).toEqual(['done']);
    expect(await shownText(page)).toBe(withoutSpace(after.text));
    expect(await shownTokens(page)).toBe(after.tokens);
  });

  test(
    'an endpoint answers as it speaks until it is stopped, and what it says is text',
    { timeout: 240_000 },
    async () => {
      const endpoint = await startChatEndpoint();
      const gallery = await openGallery(environmentOf(endpoint.url));
      const page = await browser.openPage();
      await page.goto(`${gallery.url}/answers`);
      await untilText(page, 'main', 'The model “gem-1” answers');
      const id = await ask(page, 'Who are you?');
      const request = await endpoint.take();
      expect(request.authorization).toBe('Bearer secret');

      request.say('I am **text**,\n');
      await untilText(page, 'article p', 'I am **text**,');
      request.say('<img src=x onerror="document.title=1">\n\nand two paragraphs.');
      await untilText(page, 'article p', 'and two paragraphs.');
      expect(await page.$$eval('article p', (found) => found.map(({ textContent }) => textContent))).toEqual([
        'I am **text**,\n<img src=x onerror="document.title=1">',
        'and two paragraphs.',
      ]);
      expect(await page.$$('article img')).toEqual([]);
      request.finish();
      await untilText(page, '[role=status]', 'The answer is complete.');
      expect((await answerInLog(gallery, id)).ends).toEqual(['done']);

      // Stop ends the request to the endpoint, too.
      await ask(page, 'And who am I?');
      const another = await endpoint.take();
      another.say('You are');
      await untilText(page, 'article', 'You are');
      await page.locator('button.danger').click();
      await another.closed;
      await untilText(page, '[role=status]', 'Stopped.');
      expect(await shownText(page)).toBe('Youare');
    },
  );
});

test(
  'a refusal of the endpoint ends the answer with its status, and nothing of what it said',
  { timeout: 240_000 },
  async () => {
    const endpoint = await startChatEndpoint();
    const gallery = await openGallery(environmentOf(endpoint.url));
    const id = await askByPost(gallery);
    (await endpoint.take()).refuse(401, '{"error":"no such key: secret"}');
    await vi.waitFor(async () => {
      const events = await readLog(gallery.url, `answers/${id}`);
      expect(events.at(-1)).toMatchObject({ event: 'failed', data: { reason: 'The endpoint refused: status 401.' } });
      expect(JSON.stringify(events)).not.toContain('secret');
    }, patient);
  },
);

test(
  'after a crash an answer of the endpoint is interrupted, and not asked for again',
  { timeout: 240_000 },
  async () => {
    const endpoint = await startChatEndpoint();
    const gallery = await openGallery(environmentOf(endpoint.url));
    const id = await askByPost(gallery);
    (await endpoint.take()).say('I am');
    await vi.waitFor(async () => expect((await answerInLog(gallery, id)).text).toBe('I am'), patient);

    await gallery.crash();
    await gallery.crash();

    expect(await answerInLog(gallery, id)).toMatchObject({ text: 'I am', ends: ['interrupted'], faults: [] });
    expect(await readLog(gallery.url, 'answers', 'latest')).toContainEqual(
      expect.objectContaining({ event: 'answer', data: expect.objectContaining({ id, status: 'interrupted' }) }),
    );
    expect(endpoint.requests).toBe(1);
  },
);

test('what is no question is refused', { timeout: 240_000 }, async () => {
  const gallery = await openGallery();
  for (const body of [{}, { question: '  ' }, { question: 'x'.repeat(501) }]) {
    expect((await post(gallery, body)).status).toBe(400);
  }
  expect((await stop(gallery, 'nothing')).status).toBe(404);
});

function environmentOf(url: string): Record<string, string> {
  return { SPILLWAY_AI_URL: url, SPILLWAY_AI_KEY: 'secret', SPILLWAY_AI_MODEL: 'gem-1' };
}

/** Asks as a person does, and resolves with the answer's id, which is in the page's address. */
async function ask(page: Page, question: string): Promise<string> {
  await page.locator('form input').fill(question);
  await page.locator('form button').click();
  await untilText(page, 'main p', question);
  return new URL(page.url()).searchParams.get('answer') ?? '';
}

async function askByPost(gallery: TestGallery): Promise<string> {
  const answer = await post(gallery, { question: 'Who are you?' });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { readonly id: string }).id;
}

function post({ url }: TestGallery, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/api/answers`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function stop({ url }: TestGallery, id: string): Promise<Response> {
  return fetch(`${url}/api/answers/${id}/stop`, { method: 'POST' });
}

interface LoggedAnswer {
  readonly text: string;
  readonly tokens: number;
  /** How it ended; more than one would be a fault. */
  readonly ends: readonly string[];
  /** Batches that do not begin where the one before them ended, by their ids. */
  readonly faults: readonly string[];
}

async function answerInLog({ url }: TestGallery, id: string): Promise<LoggedAnswer> {
  const events = await readLog(url, `answers/${id}`);
  let text = '';
  let tokens = 0;
  const faults: string[] = [];
  for (const event of events.filter((each) => each.event === 'token')) {
    const data = event.data as { readonly text: string; readonly tokens: number };
    if (event.id !== `answers/${id}/${tokens}`) faults.push(event.id);
    text += data.text;
    tokens += data.tokens;
  }
  return { text, tokens, ends: events.map(({ event }) => event).filter((event) => !/asked|token/.test(event)), faults };
}

function untilTokens(page: Page, least: number): Promise<unknown> {
  return page.waitForFunction(
    (wanted) => Number(document.querySelector<HTMLElement>('[data-tokens]')?.dataset['tokens']) >= wanted,
    {},
    least,
  );
}

function shownTokens(page: Page): Promise<number> {
  return page.$eval('[data-tokens]', (element) => Number((element as HTMLElement).dataset['tokens']));
}

/** The text of the answer; how it is broken into lines is up to the page. */
function shownText(page: Page): Promise<string> {
  return page.$eval('article', (element) => element.textContent?.replaceAll(/\s/g, '') ?? '');
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, '');
}
