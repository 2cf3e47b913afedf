import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { startHubServer } from '../../src/index.ts';
import { bearer, bySecret, signToken } from '../auth/tokens.ts';
import { kept, publish } from '../requests.ts';
import { quietSettings, runHub } from '../running-hub.ts';

type HeaderFields = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A request as a browser sends it: fetch lets nobody set `Host`, `Origin` or `Sec-Fetch-Site`. */
async function send(url: string, method: string, path: string, headers: HeaderFields, body = ''): Promise<Answer> {
  const asked = request(new URL(path, url), { method, headers, agent: false });
  asked.end(body);
  const [response] = await once(asked, 'response');
  const status: number = response.statusCode;
  // What is sent on a stream goes on; its head is the answer.
  if (response.headers['content-type'] === 'text/event-stream') response.destroy();
  const hasBody = !response.destroyed && status !== 204;
  return { status, headers: response.headers, body: hasBody ? await json(response) : undefined };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const evil = { origin: 'https://evil.example' };

describe('a page of another origin', () => {
  test.for<[string, HeaderFields]>([
    ['by a form', { ...evil }],
    ['by a form, as browsers tell', { ...evil, 'sec-fetch-site': 'cross-site' }],
    ['of the same machine, at another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['of the same host over HTTPS at another port', { origin: 'https://127.0.0.1' }],
    ['that is sandboxed', { origin: 'null' }],
    ['that claims to be many', { origin: 'http://127.0.0.1, https://evil.example' }],
  ])('cannot publish: %s', async ([, headers]) => {
    const { url } = await runHub();
    const answer = await send(url, 'POST', '/events', { ...form, ...headers }, 'topic=a&data=x');
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin-not-allowed' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await kept(url)).toEqual([]);
  });

  test('cannot read, by fetch, EventSource, script or image', async () => {
    const { url } = await runHub();
    for (const headers of [evil, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      for (const accept of ['text/event-stream', 'application/json', 'image/*,*/*;q=0.8']) {
        expect(await send(url, 'GET', '/events?topic=*', { ...headers, accept })).toMatchObject({ status: 403 });
      }
    }
  });

  test('is told so by the answer to its preflight', async () => {
    const { url } = await runHub({ corsOrigins: ['https://app.example'] });
    const preflight = { ...evil, 'access-control-request-method': 'POST' };
    const { status, headers } = await send(url, 'OPTIONS', '/events', preflight);
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).toMatchObject({ vary: 'Origin' });
  });

  test('that is allowed publishes and reads, with its user’s cookie', async () => {
    const { url } = await runHub({ corsOrigins: ['https://app.example', 'http://localhost:5173'], auth: bySecret });
    const token = await signToken({ publish: ['*'], subscribe: ['*'] });
    const page = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site', cookie: `spillway=${token}` };
    const allows = {
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    };
    const preflight = {
      ...page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    expect(await send(url, 'OPTIONS', '/events', preflight)).toMatchObject({ status: 204, headers: allows });
    const published = await send(url, 'POST', '/events', { ...form, ...page }, 'topic=a&data=x');
    expect(published).toMatchObject({ status: 200, headers: allows });
    const stream = await send(url, 'GET', '/events?topic=a', { ...page, accept: 'text/event-stream' });
    expect(stream).toMatchObject({ status: 200, headers: allows });
    const refused = await send(url, 'GET', '/events', page);
    expect(refused).toMatchObject({ status: 400, headers: allows, body: { code: 'missing-topic' } });
    expect(await send(url, 'POST', '/events', { ...form, ...page, ...evil }, 'topic=a')).toMatchObject({ status: 403 });
    expect(await kept(url, 'topic=*', bearer(token))).toHaveLength(1);
  });

  test('that only * allows brings no cookie, but may bring a token', async () => {
    const { url } = await runHub({ corsOrigins: ['*'], auth: bySecret });
    const token = await signToken({ publish: ['*'], subscribe: ['*'] });
    const withCookie = { ...form, ...evil, cookie: `spillway=${token}` };
    expect(await send(url, 'POST', '/events', withCookie, 'topic=a')).toMatchObject({ status: 401 });
    const withToken = { ...form, ...evil, ...bearer(token) };
    const answer = await send(url, 'POST', '/events', withToken, 'topic=a');
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.for(['app.example', 'https://app.example/', 'https://app.example/page', 'null', '', 'HTTPS://APP.EXAMPLE'])(
    'cannot be allowed as "%s", which no page can have',
    async (origin) => {
      await expect(startHubServer({ ...quietSettings, corsOrigins: [origin] })).rejects.toThrow(
        `--cors-origin takes origins such as "https://app.example" or "https://*.app.example", or "*", not "${origin}"`,
      );
    },
  );
});

describe('a page whose name was made to resolve to 127.0.0.1 (DNS rebinding)', () => {
  test.for(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1.evil.example', '0.0.0.0', '[::]'])(
    'finds no hub at the Host "%s"',
    async (host) => {
      const { url } = await runHub();
      const page = { ...form, host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect(await send(url, 'POST', '/events', page, 'topic=a')).toMatchObject({
        status: 421,
        body: { code: 'host-not-allowed' },
      });
      expect(await send(url, 'GET', '/events?topic=*', { host })).toMatchObject({ status: 421 });
      expect(await kept(url)).toEqual([]);
    },
  );

  test('but the names of loopback are the hub’s own, at any port', async () => {
    const { url } = await runHub();
    const { port } = new URL(url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`, 'localhost']) {
      expect(await send(url, 'POST', '/events', { ...form, host }, 'topic=a'), host).toMatchObject({ status: 200 });
    }
  });

  test('and further names may be allowed', async () => {
    const { url } = await runHub({ hosts: ['hub.test', 'dev.test:8080'] });
    const statusAt = async (host: string) => (await send(url, 'POST', '/events', { ...form, host }, 'topic=a')).status;
    expect(await statusAt('hub.test')).toBe(200);
    expect(await statusAt('hub.test:1234')).toBe(200);
    expect(await statusAt('dev.test:8080')).toBe(200);
    expect(await statusAt('dev.test')).toBe(421);
    expect(await statusAt('localhost')).toBe(200);
  });

  test('a hub that checks tokens answers to every name, unless some are listed', async () => {
    const headers = { ...form, ...bearer(await signToken({ publish: ['*'] })), host: 'events.example' };
    const open = await runHub({ auth: bySecret });
    expect(await send(open.url, 'POST', '/events', headers, 'topic=a')).toMatchObject({ status: 200 });
    const named = await runHub({ auth: bySecret, hosts: ['other.example'] });
    expect(await send(named.url, 'POST', '/events', headers, 'topic=a')).toMatchObject({ status: 421 });
  });
});

test('a program that is no browser needs neither Origin nor Referer', async () => {
  const { url } = await runHub();
  expect(await publish(url, { topic: 'a', data: 'x' })).toMatchObject({ status: 200 });
});
