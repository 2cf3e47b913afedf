import { once } from 'node:events';
import { connect } from 'node:http2';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { bySecret, signToken } from '../auth/tokens.ts';
import { publish } from '../requests.ts';
import { runHub } from '../running-hub.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { nginxMissing, startNginx } from '../support/nginx.ts';
import { patient } from '../support/patience.ts';
import { makeCertificate } from '../tls/certificate.ts';

/** A hub in a process of its own that logs at a level, and the lines that it has logged so far. */
async function startLoggingHub(level: string, args: readonly string[] = []) {
  const hub = await startHubProcess(['--log', 'memory:', '--log-level', level, ...args]);
  onTestFinished(async () => void (await hub.kill()));
  const lines = () =>
    hub.output.stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  return { ...hub, lines };
}

type LogLine = Readonly<Record<string, unknown>>;

const secret = 'a-secret-of-32-bytes-or-more-for-tests';

describe('the log of a hub has each refusal with its reason', () => {
  test('by Origin, at the level of the default, with the value and the flag to set', async () => {
    const { url, lines } = await startLoggingHub('warn');
    await fetch(`${url}/events?topic=a&token=in-the-query`, { headers: { origin: 'https://evil.test' } });
    await vi.waitFor(() => expect(lines()).toHaveLength(1), patient);
    expect(lines()[0]).toMatchObject({
      level: 40,
      code: 'origin-not-allowed',
      method: 'GET',
      path: '/events',
      origin: 'https://evil.test',
      msg: expect.stringMatching(/"https:\/\/evil\.test" .*--cors-origin/),
    });
  });

  test('by token, at level info, and without the token', async () => {
    const { url, lines, output } = await startLoggingHub('info', ['--key', secret]);
    await fetch(`${url}/events?topic=a`);
    await fetch(`${url}/events?topic=a`, { headers: { authorization: 'Bearer not-a-jwt', cookie: 'spillway=cookie' } });
    await vi.waitFor(() => expect(lines()).toHaveLength(2), patient);
    expect(lines()).toMatchObject([
      { level: 30, code: 'unauthorized', msg: expect.stringContaining('send a JWT') },
      {
        level: 30,
        code: 'unauthorized',
        msg: expect.stringContaining('the token is not valid here'),
        reason: 'this is no compact JWS',
      },
    ]);
    expect(output.stderr).not.toMatch(/not-a-jwt|cookie=|spillway=cookie/);
  });

  test('on one line, and no longer than a line should be, whatever the client sends', async () => {
    const { url, lines } = await startLoggingHub('info');
    const body = JSON.stringify({ topic: `a\n{"level":60}${'x'.repeat(100_000)}`, data: 'x' });
    await fetch(`${url}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await vi.waitFor(() => expect(lines()).toHaveLength(1), patient);
    expect(JSON.stringify(lines()[0]).length).toBeLessThan(2000);
  });
});

describe('a request with the mark of a proxy, to a hub without a key', () => {
  test.for([true, false])('is refused in front of node:http (bare handles: %s)', async (bareHandles) => {
    const { url } = await runHub({ bareHandles });
    const headers = { 'x-forwarded-scheme': 'https' };
    expect(await publish(url, { topic: 'a' }, headers)).toMatchObject({ status: 403, code: 'proxy-not-allowed' });
    // With chunks a request goes on to node:http.
    const chunked = await fetch(`${url}/events`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: new Blob(['{"topic":"a"}']).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(403);
  });

  test('is refused over HTTP/2', async () => {
    const { certFile, keyFile } = await makeCertificate();
    const { url } = await runHub({ tls: { certFile, keyFile } });
    const session = connect(url, { rejectUnauthorized: false });
    onTestFinished(() => session.destroy());
    const statusOf = async (headers: Readonly<Record<string, string>>) => {
      const stream = session.request({ ':path': '/events?topic=a', accept: 'application/json', ...headers });
      const [answered] = (await once(stream, 'response')) as [Readonly<Record<string, unknown>>];
      stream.destroy();
      return answered[':status'];
    };
    expect(await statusOf({})).toBe(200);
    expect(await statusOf({ via: '2.0 proxy' })).toBe(403);
    expect(await statusOf({ 'X-Real-IP': '203.0.113.7' })).toBe(403);
  });

  test('is served when the development server of a page passes it on without a mark', async () => {
    const { url } = await runHub();
    // What Vite's proxy sends with `changeOrigin`, and `xfwd` off.
    const headers = {
      origin: 'http://localhost:5173',
      'sec-fetch-site': 'same-origin',
      referer: 'http://localhost:5173/',
    };
    expect(await publish(url, { topic: 'a' }, headers)).toMatchObject({ status: 200 });
  });
});

describe.skipIf(nginxMissing)(
  `behind nginx on the same machine${nginxMissing ? ` (skipped: ${nginxMissing})` : ''}`,
  () => {
    const marks = ['proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for'];

    test('a hub without a key refuses what nginx marks as forwarded, and names the setting', async () => {
      const { url } = await runHub();
      const proxied = await startNginx(url, marks);
      const headers = { accept: 'application/json' };
      const answer = await fetch(`${proxied}/events?topic=*&since=earliest`, { headers });
      expect([answer.status, await answer.json()]).toMatchObject([
        403,
        { code: 'proxy-not-allowed', detail: expect.stringContaining('--key') },
      ]);
    });

    test('a hub without a key refuses what nginx passes on as it does by default, in HTTP/1.0 and without a mark', async () => {
      const { url } = await runHub();
      const proxied = await startNginx(url, ['proxy_http_version 1.0']);
      const read = await fetch(`${proxied}/events?topic=*&since=earliest`, { headers: { accept: 'application/json' } });
      expect([read.status, await read.json()]).toMatchObject([
        403,
        { code: 'proxy-not-allowed', detail: expect.stringContaining('HTTP/1.0') },
      ]);
      const stream = await fetch(`${proxied}/events?topic=*`, { headers: { accept: 'text/event-stream' } });
      expect(stream.status).toBe(403);
      const body = new URLSearchParams({ topic: 'a', data: 'x' });
      expect((await fetch(`${proxied}/events`, { method: 'POST', body })).status).toBe(403);
    });

    test('a hub without a key refuses pages of another name that nginx passes on without a sign', async () => {
      const { url } = await runHub();
      const proxied = await startNginx(url, ['proxy_http_version 1.1']);
      const page = 'https://hub.example';
      for (const headers of [{ origin: page, 'sec-fetch-site': 'same-origin' }, { referer: `${page}/chat` }]) {
        const answer = await fetch(`${proxied}/events?topic=*`, { headers });
        expect([answer.status, await answer.json()]).toMatchObject([
          421,
          { code: 'host-not-allowed', detail: expect.stringMatching(/"hub\.example".*--key.*--allow-host/) },
        ]);
      }
    });

    test('a hub without a key refuses all its resources', async () => {
      const { url } = await runHub();
      const proxied = await startNginx(url, marks);
      for (const path of ['/', '/healthz', '/spillway/codec/index.js', '/missing']) {
        const answer = await fetch(`${proxied}${path}`);
        expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'proxy-not-allowed' }]);
      }
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    });

    test('a hub with a key serves requests with a token', async () => {
      const { url } = await runHub({ auth: bySecret });
      const proxied = await startNginx(url, marks);
      const token = await signToken({ subscribe: ['*'] });
      const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
      expect((await fetch(`${proxied}/events?topic=a`, { headers })).status).toBe(200);
      expect((await fetch(`${proxied}/events?topic=a`)).status).toBe(401);
    });
  },
);
