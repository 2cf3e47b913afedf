import { setTimeout as delay } from 'node:timers/promises';
import { subscribe } from 'spillway/client';
import type { Gap } from 'spillway/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runHub } from '../running-hub.ts';
import { nginxMissing, startNginx } from '../support/nginx.ts';
import { patient } from '../support/patience.ts';

/** Compresses streams, in blocks of its own size, whatever the hub says about buffering and transforming. */
const holdsBack = [
  'proxy_buffering on',
  'proxy_ignore_headers X-Accel-Buffering',
  'gzip on',
  'gzip_types text/event-stream',
  'gzip_min_length 0',
];

/** This nginx holds back the head of a stream, too. */
const impatient = { connectTimeoutMs: 2000, firstBytesTimeoutMs: 1000 };

/** A hub behind nginx, to which numbers are published until the test is over. */
async function openBehindNginx() {
  const { url, hub } = await runHub();
  const proxied = await startNginx(url, holdsBack);
  let published = 0;
  const over = new AbortController();
  const publishing = (async () => {
    for (; !over.signal.aborted; await delay(10)) await hub.publish({ topic: 'count', data: String(++published) });
  })();
  onTestFinished(async () => {
    over.abort();
    await publishing;
  });
  return { url: `${proxied}/events`, publishedNow: () => published };
}

describe.skipIf(nginxMissing)(
  `behind an nginx that holds streams back${nginxMissing ? ` (skipped: ${nginxMissing})` : ''}`,
  () => {
    test('a subscription from now on gets a gap, and after it every event', async () => {
      const { url, publishedNow } = await openBehindNginx();
      using counts = subscribe(url, { topics: ['count'], ...impatient });
      const seen: (number | Gap['reason'])[] = [];
      counts.on('gap', ({ data }) => seen.push(data.reason));
      counts.on('message', ({ data }) => seen.push(Number(data)));
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(40), patient);
      counts.close();
      expect(counts.state).toEqual({ phase: 'closed' });
      const [first, ...numbers] = seen;
      expect(first).toBe('buffered');
      const from = Number(numbers[0]);
      expect(numbers).toEqual(numbers.map((_, n) => from + n));
      expect(from).toBeLessThan(publishedNow());
    });

    test('a subscription from the beginning gets every event, without a gap', async () => {
      const { url } = await openBehindNginx();
      using counts = subscribe(url, { topics: ['count'], since: 'earliest', ...impatient });
      const seen: (number | Gap['reason'])[] = [];
      counts.on('gap', ({ data }) => seen.push(data.reason));
      counts.on('message', ({ data }) => seen.push(Number(data)));
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(40), patient);
      await vi.waitFor(() => expect(counts.state).toEqual({ phase: 'open', transport: 'long-polling' }), patient);
      expect(seen).toEqual(seen.map((_, n) => n + 1));
    });
  },
);

test.skipIf(nginxMissing)('nginx passes a stream on at once, because the hub asks it to', async () => {
  const { url, hub } = await runHub();
  const proxied = await startNginx(url, ['proxy_buffering on']);
  using counts = subscribe(`${proxied}/events`, { topics: ['count'] });
  const seen: string[] = [];
  counts.on('message', ({ data }) => seen.push(data));
  await vi.waitFor(() => expect(counts.state).toEqual({ phase: 'open', transport: 'stream' }), patient);
  await hub.publish({ topic: 'count', data: '1' });
  await vi.waitFor(() => expect(seen).toEqual(['1']), patient);
});
