import { once } from 'node:events';
import { connect } from 'node:net';
import type { Page } from 'puppeteer-core';
import { encodeBytes } from 'spillway/codec';
import { expect, onTestFinished, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import type { Facts, Fetched } from '../../use-cases/bytes/ways.ts';
import { pressButton } from '../support/button.ts';
import { look } from '../support/look.ts';
import { type TestGallery, openGallery } from '../support/open-gallery.ts';
import { untilText } from '../support/until.ts';

const timeout = 240_000;

forEachBrowser((browser) => {
  test('a picture comes in three ways as the same file, and its bytes are counted', { timeout }, async () => {
    const gallery = await openGallery();
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/bytes`);
    await untilText(page, '[role=status]', 'Live');
    const [first] = await newestEvents<Facts>(gallery, 'facts');
    await expectShown(page, first);

    await pressButton(page, 'Draw another');
    const second = await vi.waitFor(async () => {
      const facts = (await newestEvents<Facts>(gallery, 'facts')).at(-1);
      expect(facts?.id).not.toBe(first?.id);
      return facts;
    }, patient);
    await expectShown(page, second);
    const file = Buffer.from(await (await fetch(`${gallery.url}/api/bytes/pictures/${second?.id}`)).arrayBuffer());
    expect(file.length).toBe(second?.bytes);
    await expectRow(page, 'base64', second?.events.base64?.bytes, Buffer.byteLength(encodeBytes(file, 'base64')));
    await expectRow(page, 'dense', second?.events.dense?.bytes, Buffer.byteLength(encodeBytes(file, 'dense')));
    // What this page fetched, or this test afterwards: whichever the hub has last.
    await vi.waitFor(async () => {
      const fetched = (await newestEvents<Fetched>(gallery, 'fetched')).at(-1);
      const link = second?.events.link?.bytes ?? 0;
      expect(await rowOf(page, 'link')).toMatchObject({
        wire: link + (fetched?.request ?? 0) + (fetched?.answer ?? 0),
      });
    }, patient);
    await look(browser, page, 'bytes-drawn');

    await gallery.crash();
    await page.reload();
    await untilText(page, '[role=status]', 'Live');
    await expectShown(page, second);
    expect((await newestEvents<Facts>(gallery, 'facts')).map(({ id }) => id)).toEqual([first?.id, second?.id]);
  });
});

test('what is said to be on the wire is what goes over the socket', { timeout }, async () => {
  const gallery = await openGallery();
  const stream = await converse(gallery, 'GET /events?topic=bytes/*&since=latest HTTP/1.1\r\nhost: localhost\r\n\r\n');
  const [facts] = await newestEvents<Facts>(gallery, 'facts');
  await vi.waitFor(() => expect(stream()).toContain('event: facts'), patient);
  const answer = await fetch(`${gallery.url}/api/bytes/pictures`, { method: 'POST' });
  const { id } = (await answer.json()) as { id: string };
  expect(id).not.toBe(facts?.id);
  await vi.waitFor(() => expect(stream()).toContain(`id: ${id}-facts`), patient);
  const drawn = (await newestEvents<Facts>(gallery, 'facts')).at(-1);
  for (const way of ['base64', 'dense', 'link'] as const) {
    const chunk = new RegExp(`[0-9a-f]+\\r\\nevent: ${way}\nid: ${id}-${way}\n[^]*?\n\n\\r\\n`).exec(stream());
    expect(chunk?.[0].length, way).toBe(drawn?.events[way]?.bytes);
  }

  const request = `GET /api/bytes/pictures/${id} HTTP/1.1\r\nhost: localhost\r\nx-some: header\r\n\r\n`;
  const got = await converse(gallery, request);
  const fetched = await vi.waitFor(async () => {
    const last = (await newestEvents<Fetched>(gallery, 'fetched')).at(-1);
    expect(last?.id).toBe(id);
    return last;
  }, patient);
  expect(fetched).toEqual({ id, request: request.length, answer: got().length });
  for (const path of ['1-1', '..%2F..%2Fevents.db', 'x']) {
    expect((await fetch(`${gallery.url}/api/bytes/pictures/${path}`)).status, path).toBe(404);
  }
});

/** All three pictures are the server's file, and browsers can draw them. */
async function expectShown(page: Page, facts: Facts | undefined): Promise<void> {
  const { sha256 } = facts ?? {};
  await vi.waitFor(async () => {
    const shown = await page.$$eval('figure', (figures) =>
      figures.map((figure) => ({
        sha256: figure.dataset['sha256'],
        width: figure.querySelector('img')?.naturalWidth,
        isSame: figure.textContent?.includes('byte for byte'),
      })),
    );
    expect(shown).toEqual(Array.from({ length: 3 }, () => ({ sha256, width: 320, isSame: true })));
  }, patient);
}

async function expectRow(page: Page, way: string, wire: number | undefined, text: number): Promise<void> {
  expect(wire).toBeGreaterThan(text);
  await vi.waitFor(async () => expect(await rowOf(page, way)).toEqual({ wire, text }), patient);
}

async function rowOf(page: Page, way: string): Promise<{ readonly wire: number; readonly text: number }> {
  return page.$eval(`tr[data-way=${way}]`, (row) => ({
    wire: Number((row as HTMLElement).dataset['wire']),
    text: Number((row as HTMLElement).dataset['text']),
  }));
}

/** All that the hub keeps of a topic. */
async function newestEvents<Data>({ url }: TestGallery, topic: string): Promise<readonly Data[]> {
  const answer = await fetch(`${url}/events?topic=bytes/${topic}&since=earliest`, {
    headers: { accept: 'application/json' },
  });
  const { events } = (await answer.json()) as { readonly events: readonly { readonly data: string }[] };
  return events.map(({ data }) => JSON.parse(data) as Data);
}

/** Sends a request, and returns what has come back, a character for each byte. */
async function converse({ url }: TestGallery, request: string): Promise<() => string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const parts: string[] = [];
  socket.setEncoding('latin1').on('data', (part: string) => parts.push(part));
  socket.write(request);
  return () => parts.join('');
}
