import { describe, expect, test } from 'vitest';
import { createEventsResource } from '../../src/http/events-resource.ts';
import { hostCheck } from '../../src/http/host.ts';
import { originMatcher, provenanceOf } from '../../src/http/origin.ts';
import { form, mountHub, problemIn } from './mounted-hub.ts';

const body = 'topic=a&data=x';

describe('which page a request comes from', () => {
  const http = { secure: false, host: 'hub.test' };
  const https = { secure: true, host: 'hub.test' };
  test.for([
    // No browser's page.
    [http, {}, 'own'],
    [http, { site: 'none' }, 'own'],
    // A page of the hub's own origin.
    [http, { origin: 'http://hub.test' }, 'own'],
    [http, { origin: 'http://hub.test', site: 'same-origin' }, 'own'],
    [http, { site: 'same-origin' }, 'own'],
    [https, { origin: 'https://hub.test' }, 'own'],
    [{ secure: true, host: 'hub.test:443' }, { origin: 'https://hub.test' }, 'own'],
    [{ secure: false, host: 'hub.test:80' }, { origin: 'http://hub.test' }, 'own'],
    [{ secure: false, host: 'HUB.test:3000' }, { origin: 'http://hub.test:3000' }, 'own'],
    [{ secure: false, host: '[::1]:3000' }, { origin: 'http://[::1]:3000' }, 'own'],
    // Behind a proxy that ends TLS, or that changes Host.
    [http, { origin: 'https://hub.test' }, 'own'],
    [{ secure: false, host: 'backend:8080' }, { origin: 'https://hub.test', site: 'same-origin' }, 'own'],
    // Pages of other origins.
    [http, { origin: 'http://evil.test' }, 'foreign'],
    [http, { origin: 'http://hub.test:3000' }, 'foreign'],
    [http, { origin: 'http://hub.test.evil.test' }, 'foreign'],
    [http, { origin: 'http://sub.hub.test', site: 'same-site' }, 'foreign'],
    [{ secure: false, host: 'localhost:3000' }, { origin: 'http://localhost:5173', site: 'same-site' }, 'foreign'],
    [https, { origin: 'http://hub.test' }, 'foreign'],
    [http, { origin: 'http://hub.test', site: 'cross-site' }, 'foreign'],
    [http, { origin: 'null' }, 'foreign'],
    [http, { origin: 'null', site: 'same-origin' }, 'foreign'],
    [http, { origin: 'nonsense' }, 'foreign'],
    [http, { origin: '' }, 'foreign'],
    [{ secure: false, host: undefined }, { origin: 'http://hub.test' }, 'foreign'],
    // Images, scripts and links say no origin.
    [http, { site: 'cross-site' }, 'foreign'],
    [http, { site: 'same-site' }, 'foreign'],
    // Pages that the allow-list names.
    [http, { origin: 'https://app.example' }, 'allowed'],
    [http, { origin: 'https://app.example', site: 'cross-site' }, 'allowed'],
    [http, { origin: 'http://app.example' }, 'foreign'],
    [http, { origin: 'https://app.example:8443' }, 'foreign'],
    [http, { origin: 'https://app.example.evil.test' }, 'foreign'],
  ] as const)('%o %o → %s', ([{ secure, host }, { origin, site }, from]: readonly [Here, Said, string]) => {
    const headers: Record<string, string | undefined> = { host, origin, 'sec-fetch-site': site };
    const request = { method: 'GET', url: '/events', secure, native: null, header: (name: string) => headers[name] };
    expect(provenanceOf(request, originMatcher(['https://app.example'])).from).toBe(from);
  });
});

interface Here {
  readonly secure: boolean;
  readonly host: string | undefined;
}

interface Said {
  readonly origin?: string;
  readonly site?: string;
}

describe('a page of another origin can by default neither publish nor read', () => {
  test.for([{ origin: 'http://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }] as const)(
    '%o',
    async (headers) => {
      const { get, page, post, request, kept, hub } = mountHub();
      const answers = [
        await get('?topic=a', headers),
        await page('?topic=a', headers),
        await post(body, { ...form, ...headers }),
        await request('OPTIONS', '', { ...headers, 'access-control-request-method': 'POST' }),
      ];
      for (const answer of answers) {
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
        expect(await problemIn(answer)).toMatchObject({ status: 403, code: 'origin-not-allowed' });
      }
      expect([await kept(), hub.stats().subscribers]).toEqual([[], 0]);
    },
  );

  test('authorize is not even asked', async () => {
    const { get, faults } = mountHub({ authorize: () => Promise.reject(new Error('asked')) });
    expect((await get('?topic=a', { origin: 'http://evil.test' })).status).toBe(403);
    expect(faults).toEqual([]);
  });
});

describe('a page of an origin on the allow-list', () => {
  const cors = { origins: ['https://app.example', 'capacitor://localhost'], headers: ['X-Api-Key'], maxAgeSeconds: 60 };
  const origin = 'https://app.example';

  test('may publish and read, with credentials', async () => {
    const { get, page, post, kept } = mountHub({ cors });
    const headers = { origin, 'sec-fetch-site': 'cross-site' };
    const answers = [
      await get('?topic=a', headers),
      await page('?topic=a', headers),
      await post(body, { ...form, ...headers }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
      expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After, WWW-Authenticate');
      expect(answer.headers.get('vary')).toBe('Origin');
    }
    expect(await kept()).toEqual(['x']);
  });

  test('may read what is wrong with its requests', async () => {
    const { get } = mountHub({ cors });
    const answer = await get('', { origin });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, origin]);
  });

  test('is told by a preflight what it may send', async () => {
    const { request } = mountHub({ cors });
    const answer = await request('OPTIONS', '', { origin, 'access-control-request-method': 'POST' });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-allow-headers': 'Authorization, Cache-Control, Content-Type, Last-Event-ID, X-Api-Key',
      'access-control-max-age': '60',
      vary: 'Origin',
    });
  });

  test('may be the shell of an app', async () => {
    const { get } = mountHub({ cors });
    expect((await get('?topic=a', { origin: 'capacitor://localhost' })).status).toBe(200);
  });

  test('is the only one: pages of others are refused, and answers vary', async () => {
    const { get } = mountHub({ cors });
    const foreign = await get('?topic=a', { origin: 'https://evil.test' });
    expect([foreign.status, foreign.headers.get('vary')]).toEqual([403, 'Origin']);
    const own = await get('?topic=a');
    expect([own.status, own.headers.get('vary')]).toEqual([200, 'Origin']);
  });
});

describe('the allow-list *', () => {
  test('lets every page in, without credentials: authorize sees no cookies of its user', async () => {
    const seen: unknown[] = [];
    const { get } = mountHub({
      cors: { origins: ['*', 'https://app.example'] },
      authorize: (request) => {
        seen.push([request.header('cookie'), request.header('authorization')]);
        return { publish: [], subscribe: ['*'] };
      },
    });
    const credentials = { cookie: 'session=1', authorization: 'Bearer x' };
    for (const origin of ['https://any.example', 'null']) {
      const answer = await get('?topic=a', { ...credentials, origin });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
    await get('?topic=a', { ...credentials, origin: 'https://app.example' });
    await get('?topic=a', credentials);
    expect(seen).toEqual([
      [undefined, 'Bearer x'],
      [undefined, 'Bearer x'],
      ['session=1', 'Bearer x'],
      ['session=1', 'Bearer x'],
    ]);
  });
});

test.for(['app.example', 'https://app.example/', 'https://app.example/path', 'null', '', 'https://APP.example'])(
  'the allow-list takes origins alone, not %s',
  (origin) => {
    const { hub } = mountHub();
    expect(() => createEventsResource(hub, { cors: { origins: [origin] } })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  },
);

describe('an allow-list with patterns', () => {
  const origins = [
    'https://*.app.example',
    'https://preview-*.shop.example',
    'http://localhost:*',
    'https://a.example',
  ];
  const allows = originMatcher(origins);

  test.for([
    'https://eu.app.example',
    'https://x--1.app.example',
    'https://preview-42.shop.example',
    'http://localhost:5173',
    'https://a.example',
  ])('allows %s', (origin) => {
    expect(allows(origin)).toBe('by name');
  });

  test.for([
    'https://app.example',
    'https://a.b.app.example',
    'https://.app.example',
    'http://eu.app.example',
    'https://eu.app.example:8443',
    'https://eu.app.example.evil.test',
    'https://evil.test/.app.example',
    'https://user@.app.example',
    'https://evilapp.example',
    'https://eu-app.example',
    'https://preview-.shop.example',
    'http://localhost',
    'http://localhost:5173:1',
    'http://localhost.evil.test:80',
    'https://b.example',
    'null',
    '',
    undefined,
  ])('does not allow %s', (origin) => {
    expect(allows(origin)).toBeUndefined();
  });

  test('answers a page with its own origin', async () => {
    const { get } = mountHub({ cors: { origins } });
    const answer = await get('?topic=a', { origin: 'https://eu.app.example' });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://eu.app.example']);
  });
});

test.for([
  'capacitor://localhost',
  'ionic://localhost',
  'tauri://localhost',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  'moz-extension://6f2d1a3e-0000-4000-8000-000000000000',
])('the allow-list takes the origin %s of a shell or an extension', (origin) => {
  expect(originMatcher([origin])(origin)).toBe('by name');
});

test.for([
  '*.app.example',
  'https://*.app.example/',
  '*://app.example',
  'https://app.example:*x',
  'file://',
  'https://',
  'https://*',
  'https://*:*',
  'https://*.com',
  'https://app.*',
  'https://app.*.com',
  'https://app.example*',
  'http://192.168.1.*',
])('the allow-list does not take the pattern %s', (origin) => {
  expect(() => originMatcher([origin])).toThrow(expect.objectContaining({ code: 'invalid-option' }));
});

test('a pattern that would allow the sites of strangers is refused with the reason', () => {
  expect(() => originMatcher(['https://*.com'])).toThrow('would allow the sites of strangers');
});

test.for(['http://*.localhost:*', 'https://pr-*.app.example', 'https://*.*.app.example', 'moz-extension://*'])(
  'the allow-list takes the pattern %s',
  (pattern) => {
    expect(originMatcher([pattern])(pattern.replaceAll('*', '1'))).toBe('by name');
  },
);

test.for([
  ['https://app.example:443', 'https://app.example'],
  ['http://app.example:80', 'http://app.example'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
])('an origin that browsers write in another way is refused: %s is %s', ([written, meant]) => {
  expect(() => originMatcher([written as string])).toThrow(`did you mean "${meant}"?`);
});

test('an origin that is written in another way is refused with the right one', () => {
  expect(() => originMatcher(['https://APP.example/'])).toThrow('did you mean "https://app.example"?');
});

test.for(['', 'x y', 'traceparent:', 'ü', '*', 'x\r\ny'])('the name of a header cannot be "%s"', (name) => {
  const { hub } = mountHub();
  expect(() => createEventsResource(hub, { cors: { origins: [], headers: [name] } })).toThrow(
    'cors.headers takes names',
  );
});

describe('a refusal', () => {
  test('by Host names the value and what to set', async () => {
    const { page } = mountHub({ hosts: ['localhost'] });
    const { detail } = await problemIn(await page('?topic=a', { host: 'evil.test' }));
    expect(detail).toBe('this hub does not answer to the Host "evil.test": add it to its hosts (--allow-host)');
  });

  test('by Origin names the value and what to set', async () => {
    const { page } = mountHub();
    const { detail } = await problemIn(await page('?topic=a', { origin: 'https://evil.test' }));
    expect(detail).toMatch('pages of the origin "https://evil.test" may not use this hub: add the origin');
    expect(detail).toMatch('--cors-origin');
  });

  test('shows no more than 100 characters of a value', async () => {
    const { page } = mountHub();
    const { detail } = await problemIn(await page('?topic=a', { origin: `https://${'x'.repeat(5000)}.test` }));
    expect(detail.length).toBeLessThan(300);
  });

  test('shows no character that a terminal would obey', async () => {
    const { page } = mountHub();
    const { detail } = await problemIn(await page('?topic=a', { origin: 'https://a\u009b31m.test' }));
    expect(detail).toContain('"https://a\\u009b31m.test"');
  });

  test('is answered, and reported as a fault, where onRefusal throws', async () => {
    const fault = new Error('the audit log is down');
    const { get, faults } = mountHub({
      onRefusal: () => {
        throw fault;
      },
    });
    expect((await get('')).status).toBe(400);
    expect(faults).toEqual([fault]);
  });

  test('is reported with its reason and its request; a fault is not a refusal', async () => {
    const refusals: unknown[] = [];
    const { get, post, hub, faults } = mountHub({
      onRefusal: (error, { method }) => refusals.push([method, error.code, error.message]),
    });
    await get('?topic=a', { origin: 'https://evil.test' });
    await get('');
    await post('{');
    await get('?topic=a');
    await hub.close();
    await post('{"topic":"a"}');
    expect(refusals).toEqual([
      ['GET', 'origin-not-allowed', expect.stringContaining('evil.test')],
      ['GET', 'missing-topic', expect.any(String)],
      ['POST', 'malformed-json', expect.any(String)],
    ]);
    expect(faults).toMatchObject([{ code: 'closed' }]);
  });
});

describe('a hub that does not allow proxied requests', () => {
  test.for([
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-host', 'hub.example'],
    ['x-real-ip', '203.0.113.7'],
    ['forwarded', 'for=203.0.113.7'],
    ['via', '1.1 proxy'],
    ['via', ''],
    ['cf-connecting-ip', '203.0.113.7'],
    ['x-forwarded', 'for=203.0.113.7'],
    ['x-forwarded-ssl', 'on'],
    ['X-Forwarded-Anything', 'x'],
    ['x-original-host', 'hub.example'],
    ['fastly-client-ip', '203.0.113.7'],
  ])('refuses a request with %s: %s, and names the header and the setting', async ([name, value]) => {
    const { page, post, kept } = mountHub({ allowProxied: false });
    const headers = { [name as string]: value as string };
    const problem = await problemIn(await page('?topic=a', headers));
    expect(problem).toMatchObject({ status: 403, code: 'proxy-not-allowed' });
    expect(problem.detail).toContain(`the header ${name?.toLowerCase()} shows`);
    expect(problem.detail).toContain('--key');
    expect((await post(body, { ...form, ...headers })).status).toBe(403);
    expect(await kept()).toEqual([]);
  });

  test('answers direct requests', async () => {
    const { page } = mountHub({ allowProxied: false });
    expect((await page('?topic=a', { 'x-requested-with': 'fetch', traceparent: '00-1-2-3' })).status).toBe(200);
  });

  test.for([
    [{ origin: 'https://hub.example', 'sec-fetch-site': 'same-origin' }, 421],
    [{ referer: 'https://hub.example/chat' }, 421],
    [{ referer: 'https://localhost.evil.test/' }, 421],
    [{ origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' }, 200],
    [{ referer: 'http://127.0.0.1:8080/page' }, 200],
    [{ referer: 'nonsense' }, 200],
    [{ origin: 'https://app.example', referer: 'https://app.example/' }, 200],
  ] as const)('answers a page of %o with %s: its name must be among hosts, too', async ([headers, status]) => {
    const cors = { origins: ['https://app.example'] };
    const { page } = mountHub({ allowProxied: false, hosts: ['localhost', '127.0.0.1'], cors });
    expect((await page('?topic=a', { host: '127.0.0.1:3000', ...headers })).status).toBe(status);
  });

  test('is not the default', async () => {
    const { page } = mountHub();
    expect((await page('?topic=a', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(200);
  });
});

describe('hosts names the only Host values that are answered', () => {
  const hosts = ['localhost', '127.0.0.1', '[::1]', 'hub.test:8080'];

  test.for(['localhost:3000', 'LOCALHOST', '127.0.0.1:3000', '[::1]:3000', '[::1]', 'hub.test:8080'])(
    '%s is answered',
    async (host) => {
      const { page } = mountHub({ hosts });
      expect((await page('?topic=a', { host })).status).toBe(200);
    },
  );

  test.for(['hub.test', 'hub.test:80801', 'evil.test:3000', 'localhost.evil.test', '127.0.0.1.evil.test:3000'])(
    '%s is refused',
    async (host) => {
      const { page } = mountHub({ hosts });
      expect(await problemIn(await page('?topic=a', { host }))).toMatchObject({
        status: 421,
        code: 'host-not-allowed',
      });
    },
  );

  test('a request without Host is refused', () => {
    expect(hostCheck(hosts)(undefined)).toBe(false);
  });

  test('a page that rebinds its name to this address keeps its own Host, and publishes nothing', async () => {
    const { post, kept } = mountHub({ hosts });
    const headers = { host: 'evil.test:3000', origin: 'http://evil.test:3000', 'sec-fetch-site': 'same-origin' };
    expect((await post(body, { ...form, ...headers })).status).toBe(421);
    expect(await kept()).toEqual([]);
  });
});
