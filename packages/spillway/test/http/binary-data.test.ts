import { describe, expect, onTestFinished, test } from 'vitest';
import { asBytes, subscribe } from '../../src/client/index.ts';
import { decodeBytes, encodeBytes } from '../../src/codec/index.ts';
import type { BytesEncoding } from '../../src/codec/index.ts';
import type { SpillwayError } from '../../src/error.ts';
import { createEventsHandler } from '../../src/http/events-handler.ts';
import { createHub } from '../../src/hub/create-hub.ts';
import { randomBytes } from '../codec/random-bytes.ts';
import { eventsOf, form, json, ndjson, pageIn } from './mounted-hub.ts';

const encodings: readonly BytesEncoding[] = ['base64', 'dense'];
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Every length up to 40, every byte, and so many that they nearly fill a body. */
const samples = [
  ...Array.from({ length: 41 }, (_, length) => randomBytes(length, length + 1)),
  everyByte,
  new Uint8Array(1000),
  randomBytes(700_000),
];

function openHub() {
  const hub = createHub();
  onTestFinished(() => hub.close());
  const handle = createEventsHandler(hub);
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => handle(new Request(input, init));
  return { hub, fetch };
}

const url = 'http://hub.test/events';

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe.each(encodings)('bytes in %s', (encoding) => {
  const texts = samples.map((bytes) => encodeBytes(bytes, encoding));
  const readFrom = (text: string): string => hexOf(decodeBytes(text, encoding));

  test.each([
    ['a JSON body', json, (data: string) => JSON.stringify({ topic: 't', data })],
    ['an NDJSON body', ndjson, (data: string) => `${JSON.stringify({ topic: 't', data })}\n`],
    // Percent-encoding would make the largest too large.
    ['a form', form, (data: string) => new URLSearchParams({ topic: 't', data }).toString(), samples.length - 1],
  ] as const)('come through %s, a stream and a page', async (_, headers, bodyOf, count = samples.length) => {
    const { fetch } = openHub();
    const next = eventsOf(await fetch(`${url}?topic=t`));
    for (const [n, text] of texts.slice(0, count).entries()) {
      expect((await fetch(url, { method: 'POST', headers, body: bodyOf(text) })).status, `sample ${n}`).toBe(200);
      expect(readFrom((await next()).data), `sample ${n}`).toBe(hexOf(samples[n] ?? everyByte));
    }
    const { events } = await pageIn(
      await fetch(`${url}?topic=t&since=earliest`, { headers: { accept: 'application/json' } }),
    );
    expect(events.map(({ data }) => readFrom(data))).toEqual(samples.slice(0, count).map(hexOf));
  });

  test('come through hub.publish to a subscription that reads them asBytes', async () => {
    const { hub, fetch } = openHub();
    await hub.publish(texts.map((data) => ({ topic: 't', event: 'bytes', data })));
    using subscription = subscribe(url, {
      topics: ['t'],
      since: 'earliest',
      events: { bytes: asBytes(encoding) },
      fetch,
    });
    const read: string[] = [];
    for await (const { data } of subscription) {
      // Its type is that of bytes.
      const { buffer }: Uint8Array<ArrayBuffer> = data;
      read.push(hexOf(new Uint8Array(buffer)));
      if (read.length === samples.length) break;
    }
    expect(read).toEqual(samples.map(hexOf));
  });

  test('that are none go to onInvalid, and what follows arrives', async () => {
    const { hub, fetch } = openHub();
    const data = encodeBytes(everyByte, encoding);
    await hub.publish([data.slice(1), data].map((text) => ({ topic: 't', event: 'bytes', data: text })));
    const invalid: SpillwayError[] = [];
    using subscription = subscribe(url, {
      topics: ['t'],
      since: 'earliest',
      events: { bytes: asBytes(encoding) },
      fetch,
      onInvalid: (error) => invalid.push(error),
    });
    for await (const event of subscription) {
      expect(event.data).toStrictEqual(everyByte);
      break;
    }
    expect(invalid.map(({ code }) => code)).toEqual(['invalid-data']);
  });
});
