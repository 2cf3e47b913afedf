import { type BytesEncoding, decodeBytes, encodeBytes } from 'spillway/codec';
import { expect, test } from 'vitest';
import { openStream, publish } from '../requests.ts';
import { runHub } from '../running-hub.ts';
import { forEachBrowser } from '../support/browsers.ts';
import { seededRandom } from '../support/seeded-random.ts';

const random = seededRandom(1);
const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256));

/** Every length up to 100, every byte, and many. */
const samples = [
  ...Array.from({ length: 101 }, (_, length) => randomBytes(length)),
  Uint8Array.from({ length: 256 }, (_, byte) => byte),
  randomBytes(300_000),
];
const hexes = samples.map((bytes) => Buffer.from(bytes).toString('hex'));

/** What a page does with the library's own modules, which the hub serves; texts, for Vitest would rewrite the imports. */
const scripts = {
  read: (encoding: BytesEncoding) => `(async () => {
    const { decodeBytes } = await import('/spillway/codec/index.js');
    const source = new EventSource('/events?topic=frames&since=earliest');
    const read = [];
    return new Promise((resolve, reject) => {
      source.onmessage = ({ data }) => {
        try {
          read.push(Array.from(decodeBytes(data, '${encoding}'), (byte) => byte.toString(16).padStart(2, '0')).join(''));
        } catch (error) {
          reject(error);
        }
        if (read.length < ${samples.length}) return;
        source.close();
        resolve(read);
      };
    });
  })()`,
  post: (encoding: BytesEncoding) => `(async () => {
    const { encodeBytes } = await import('/spillway/codec/index.js');
    const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    const events = ${JSON.stringify(hexes)}.map((hex) => ({ topic: 'frames', data: encodeBytes(bytesOf(hex), '${encoding}') }));
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/events', { method: 'POST', headers, body: JSON.stringify(events) })).status;
  })()`,
  /** Browsers of 2024 have only btoa and atob. */
  forgetNativeBase64: 'delete Uint8Array.prototype.toBase64; delete Uint8Array.fromBase64;',
};

const cases = [
  ['base64', 'base64', ''],
  ['base64 as in browsers of 2024', 'base64', scripts.forgetNativeBase64],
  ['dense', 'dense', ''],
] as const;

forEachBrowser((browser) => {
  test.each(cases)('bytes come through a POST and a native EventSource in %s', async (_, encoding, before) => {
    const { url } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    await page.evaluate(before);
    const events = samples.map((bytes) => ({ topic: 'frames', data: encodeBytes(bytes, encoding) }));
    expect(await publish(url, events)).toMatchObject({ status: 200 });
    expect(await page.evaluate(scripts.read(encoding))).toEqual(hexes);
  });

  test.each(cases)('bytes come from a page by a POST in %s', async (_, encoding, before) => {
    const { url } = await runHub();
    const page = await browser.openPage();
    await page.goto(url);
    await page.evaluate(before);
    expect(await page.evaluate(scripts.post(encoding))).toBe(200);
    const stream = await openStream(url, 'topic=frames&since=earliest');
    for (const hex of hexes) {
      const event = await stream.next();
      expect(Buffer.from(decodeBytes(event?.data ?? '', encoding)).toString('hex')).toBe(hex);
    }
  });
});
