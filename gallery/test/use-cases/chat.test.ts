import { randomUUID } from 'node:crypto';
import type { Page } from 'puppeteer-core';
import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { pressButton } from '../support/button.ts';
import { look } from '../support/look.ts';
import { type TestGallery, openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

const timeout = 240_000;

forEachBrowser((browser) => {
  async function open({ url }: TestGallery, name: string): Promise<Page> {
    const page = await browser.openPage();
    await page.goto(`${url}/chat`);
    await untilText(page, '[role=status]', 'Live');
    await type(page, 'name', name);
    return page;
  }

  test('two people hear each other, also when the server is killed in between', { timeout }, async () => {
    const gallery = await openGallery();
    const ann = await open(gallery, 'Ann');
    const bob = await open(gallery, 'Bob');
    const said = ['Ann: Hello, is anybody there?', 'Bob: <b>Yes</b>: 🦦', 'Ann: Good'];
    await say(ann, 'Hello, is anybody there?');
    await expectSaid([ann, bob], said.slice(0, 1));
    await say(bob, '<b>Yes</b>: 🦦');
    await expectSaid([ann, bob], said.slice(0, 2));
    await gallery.crash();
    await say(ann, 'Good');
    await expectSaid([ann, bob], said);
    await bob.reload();
    await expectSaid([ann, bob], said);
    expect(await loggedIn(gallery, 'lobby')).toEqual(said);
    await vi.waitFor(async () => expect(await costsOn(ann)).not.toContain('–'), patient);
    await look(browser, ann, 'chat-talk');

    await pressButton(bob, 'kitchen');
    await expectSaid([bob], []);
    await say(bob, 'Only here');
    await expectSaid([bob], ['Bob: Only here']);
    await expectSaid([ann], said);
  });

  test('a message that could not be sent can be sent again, and is said once', { timeout }, async () => {
    const gallery = await openGallery();
    const ann = await open(gallery, 'Ann');
    await nextPost(ann, 'never leaves');
    await say(ann, 'One');
    await untilText(ann, 'li[data-state=failed]', 'One');
    expect(await loggedIn(gallery, 'lobby')).toEqual([]);
    await look(browser, ann, 'chat-failed');
    // This time it arrives and its answer is lost; the room has heard it all the same.
    await nextPost(ann, 'loses its answer');
    await ann.$$eval('li[data-state=failed] button', ([button]) => (button as HTMLButtonElement).click());
    await expectSaid([ann], ['Ann: One']);
    expect(await loggedIn(gallery, 'lobby')).toEqual(['Ann: One']);
    expect(await ann.$$('li[data-state]')).toEqual([]);
  });
});

test('a message that is sent again with its id is said once; what is none is refused', async () => {
  const gallery = await openGallery();
  const message = { id: randomUUID(), name: ' Ann ', text: 'Once' };
  for (let times = 0; times < 3; times += 1) expect(await post(gallery, message)).toEqual([200, { id: message.id }]);
  for (const bad of [{}, { ...message, id: 'x' }, { ...message, text: ' ' }, { ...message, name: 'x'.repeat(31) }]) {
    expect((await post(gallery, bad))[0]).toBe(400);
  }
  expect(await loggedIn(gallery, 'lobby')).toEqual(['Ann: Once']);
});

async function post({ url }: TestGallery, body: object): Promise<[number, unknown]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/chat/lobby`, { method: 'POST', headers, body: JSON.stringify(body) });
  return [answer.status, await answer.json()];
}

/** Empties a field as a person does, and types. */
async function type(page: Page, field: string, text: string): Promise<void> {
  await page.focus(`input[name=${field}]`);
  await page.$eval(`input[name=${field}]`, (input) => input.select());
  await page.keyboard.type(text);
}

async function say(page: Page, text: string): Promise<void> {
  await type(page, 'text', text);
  await page.keyboard.press('Enter');
}

/** What each page shows as said, and nothing else, in this order. */
async function expectSaid(pages: readonly Page[], said: readonly string[]): Promise<void> {
  for (const page of pages) {
    await vi.waitFor(
      async () =>
        expect(
          await page.$$eval('[role=log] li:not([data-state])', (rows) =>
            rows.map((row) => `${row.querySelector('strong')?.textContent}: ${row.querySelector('p')?.textContent}`),
          ),
        ).toEqual(said),
      patient,
    );
  }
}

function costsOn(page: Page): Promise<(string | null)[]> {
  return page.$$eval('table td', (cells) => cells.map(({ textContent }) => textContent));
}

/** Lets one POST of a page fail before or after the server has taken it. */
async function nextPost(page: Page, fault: 'never leaves' | 'loses its answer'): Promise<void> {
  await page.evaluate((what) => {
    const { fetch } = globalThis;
    globalThis.fetch = async (...request) => {
      if (request[1]?.method !== 'POST') return fetch(...request);
      globalThis.fetch = fetch;
      if (what === 'loses its answer') await fetch(...request);
      throw new TypeError('the connection is lost');
    };
  }, fault);
}

/** What the hub keeps of a room. */
async function loggedIn({ url }: TestGallery, room: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/events?topic=chat/${room}&since=earliest`, {
    headers: { accept: 'application/json' },
  });
  const { events } = (await answer.json()) as { readonly events: readonly { readonly data: string }[] };
  return events.map(({ data }) => {
    const { name, text } = JSON.parse(data) as { readonly name: string; readonly text: string };
    return `${name}: ${text}`;
  });
}
