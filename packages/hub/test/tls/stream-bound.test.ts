import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bySecret, signToken } from '../auth/tokens.ts';
import { runHub } from '../running-hub.ts';
import { forEachBrowser } from '../support/browsers.ts';
import { makeCertificate } from './certificate.ts';

async function openSession(): Promise<ClientHttp2Session> {
  const tls = await makeCertificate();
  const { url } = await runHub({ tls, hosts: ['127.0.0.1'] });
  const session = connect(url, { ca: tls.cert });
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  await once(session, 'remoteSettings');
  return session;
}

async function get(session: ClientHttp2Session, path: string, headers: Readonly<Record<string, string>> = {}) {
  const stream = session.request({ ':path': path, ...headers });
  stream.on('error', () => undefined);
  const [head] = (await once(stream, 'response')) as [Record<string, string | number>];
  return { status: head[':status'], head, stream };
}

async function openStreams(session: ClientHttp2Session, count: number, headers: Readonly<Record<string, string>> = {}) {
  return Promise.all(Array.from({ length: count }, () => get(session, '/events?topic=a', headers)));
}

describe('of the 250 streams that an HTTP/2 connection may have', () => {
  test('event streams take at most 200, and one that ends makes room', async () => {
    const session = await openSession();
    expect(session.remoteSettings.maxConcurrentStreams).toBe(250);
    const streams = await openStreams(session, 200);
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));

    const refused = await get(session, '/events?topic=a');
    expect(refused.head).toMatchObject({ ':status': 429, 'retry-after': '5' });
    expect(JSON.parse(await text(refused.stream))).toMatchObject({ code: 'too-many-streams', status: 429 });

    streams[0]?.stream.close();
    await expect.poll(async () => (await get(session, '/events?topic=a')).status).toBe(200);
  });

  test('waiting pages are counted with them; other requests are answered', async () => {
    const session = await openSession();
    await openStreams(session, 200);
    const json = { accept: 'application/json' };
    expect((await get(session, '/events?topic=a&wait=60', json)).status).toBe(429);
    expect((await get(session, '/events?topic=a', json)).status).toBe(200);
    expect((await get(session, '/healthz')).status).toBe(200);
  });
});

test('a connection that a proxy passes requests on with has no bound of event streams', async () => {
  const tls = await makeCertificate();
  const { url } = await runHub({ tls, auth: bySecret, hosts: ['127.0.0.1'] });
  const session = connect(url, { ca: tls.cert });
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  await once(session, 'remoteSettings');
  const streams = await openStreams(session, 220, {
    'x-forwarded-for': '192.0.2.1',
    authorization: `Bearer ${await signToken({ subscribe: ['*'] })}`,
  });
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
});

forEachBrowser(
  (browser) => {
    test.for([
      [120, 120],
      [260, 200],
    ] as const)('a page with %i EventSources has %i of them open, and publishes', async ([count, open]) => {
      const tls = await makeCertificate();
      const { url } = await runHub({ tls });
      const page = await browser.openPage();
      await page.goto(`${url}/healthz`);
      const states = await page.evaluate(async (total) => {
        const sources = Array.from({ length: total }, () => new EventSource('/events?topic=a'));
        await Promise.all(
          sources.map(
            (source) =>
              new Promise<void>((resolve) => {
                source.addEventListener('open', () => resolve());
                source.addEventListener('error', () => resolve());
              }),
          ),
        );
        return sources.map(({ readyState }) => readyState);
      }, count);
      expect(states.filter((state) => state === 1)).toHaveLength(open);
      expect(states.filter((state) => state === 2)).toHaveLength(count - open);

      const status = await page.evaluate(
        async () =>
          (await fetch('/events', { method: 'POST', body: new URLSearchParams({ topic: 'a', data: 'x' }) })).status,
      );
      expect(status).toBe(200);
    });
  },
  { acceptInsecureCerts: true },
);
