import { describe, expect, test } from 'vitest';
import { SpillwayError } from '../../src/error.ts';
import type { EventsRequest } from '../../src/http/events-request.ts';
import type { Permissions } from '../../src/http/permissions.ts';
import { eventsOf, json, mountHub, ndjson, pageIn, problemIn } from './mounted-hub.ts';

const permit = (permissions: Partial<Permissions>) =>
  mountHub({ authorize: () => ({ publish: [], subscribe: [], ...permissions }) });

describe('authorize', () => {
  test('sees method, URL, headers and the request of the server itself, for every way to use the hub', async () => {
    const seen: unknown[] = [];
    const authorize = (request: EventsRequest<Request>): Permissions => {
      seen.push([request.method, request.url, request.header('authorization'), request.native instanceof Request]);
      return { publish: ['*'], subscribe: ['*'] };
    };
    const { post, get, page, request } = mountHub({ authorize });
    await post('{"topic":"a"}', { ...json, authorization: 'Bearer x' });
    await get('?topic=a');
    await page('?topic=a');
    await request('HEAD', '?topic=a');
    expect(seen).toEqual([
      ['POST', 'http://hub.test/events', 'Bearer x', true],
      ['GET', 'http://hub.test/events?topic=a', undefined, true],
      ['GET', 'http://hub.test/events?topic=a', undefined, true],
      ['HEAD', 'http://hub.test/events?topic=a', undefined, true],
    ]);
  });

  test.for([
    ['unauthorized', 401, 'Bearer'],
    ['forbidden', 403, null],
  ] as const)('refuses a request by throwing %s', async ([code, status, challenge]) => {
    const authorize = (): Promise<Permissions> => Promise.reject(new SpillwayError(code, 'show your pass'));
    const { get, page, publish, kept, hub } = mountHub({ authorize });
    for (const answer of [await get('?topic=a'), await page('?topic=a'), await publish({ topic: 'a' })]) {
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([status, challenge]);
      expect(await problemIn(answer)).toMatchObject({ code, detail: 'show your pass' });
    }
    expect([await kept(), hub.stats().subscribers]).toEqual([[], 0]);
  });

  test('that fails, or gives what is no pattern, is a fault of the server', async () => {
    const failing = mountHub({ authorize: () => Promise.reject(new Error('the directory is down')) });
    expect(await problemIn(await failing.get('?topic=a'))).toMatchObject({ status: 500, code: 'internal' });
    expect(failing.faults).toEqual([new Error('the directory is down')]);

    const wrong = permit({ subscribe: ['a/*/b'] });
    expect(await problemIn(await wrong.get('?topic=a'))).toMatchObject({ status: 500, code: 'internal' });
    expect(wrong.faults).toMatchObject([{ code: 'invalid-option' }]);
  });

  test('is asked before the body is read', async () => {
    const { post } = mountHub({ authorize: () => Promise.reject(new SpillwayError('unauthorized', 'sign in')) });
    expect(await problemIn(await post('not JSON'))).toMatchObject({ code: 'unauthorized' });
  });
});

describe('publishing', () => {
  test('to topics that a pattern allows is allowed', async () => {
    const { publish, kept } = permit({ publish: ['orders/:id', 'news'] });
    expect((await publish({ topic: ['orders/1', 'news'], data: 'x' })).status).toBe(200);
    expect(await kept()).toEqual(['x']);
  });

  test('to one topic that none allows refuses the whole batch and names the topic', async () => {
    const { post, kept } = permit({ publish: ['orders/:id'] });
    const answer = await post('{"topic":"orders/1"}\n{"topic":["orders/2","orders/2/items"]}', ndjson);
    expect(await problemIn(answer)).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: 'this request may not publish to "orders/2/items"',
    });
    expect(await kept()).toEqual([]);
  });

  test('is refused to those who may only subscribe', async () => {
    const { publish } = permit({ subscribe: ['*'] });
    expect((await publish({ topic: 'a' })).status).toBe(403);
  });
});

describe('subscribing', () => {
  test('to an exact topic that no grant covers is refused, and the answer names it', async () => {
    const { get, page, hub } = permit({ subscribe: ['users/7/*'] });
    for (const answer of [await get('?topic=users/7/mail&topic=users/8/mail'), await page('?topic=users/8/mail')]) {
      expect(await problemIn(answer)).toMatchObject({
        status: 403,
        code: 'forbidden',
        detail: 'this request may not subscribe to "users/8/mail"',
      });
    }
    expect(hub.stats().subscribers).toBe(0);
  });

  test('by a pattern selects only what the grants cover', async () => {
    const { get, page, hub, clock } = permit({ subscribe: ['users/7/*', 'news'] });
    await hub.publish([
      { topic: 'users/7/mail', data: 'mine' },
      { topic: 'users/8/mail', data: 'not mine' },
      { topic: ['secret', 'news'], data: 'for all' },
    ]);
    const { events } = await pageIn(await page('?topic=*&since=earliest'));
    expect(events).toMatchObject([
      { topic: 'users/7/mail', data: 'mine' },
      { topic: 'news', data: 'for all' },
    ]);
    const next = eventsOf(await get('?topic=*&since=earliest'));
    await clock.settle();
    expect([await next(), await next()]).toMatchObject([
      { topics: ['users/7/mail'], data: 'mine' },
      { topics: ['news'], data: 'for all' },
    ]);
  });

  test('is refused where nothing is granted', async () => {
    const { get } = permit({ publish: ['*'] });
    expect((await get('?topic=*')).status).toBe(403);
    expect((await get('?topic=a')).status).toBe(403);
  });
});

describe('expiresAt', () => {
  const begin = 1_800_000_000_000;

  test('ends an open stream', async () => {
    const { get, clock, hub } = permit({ subscribe: ['*'], expiresAt: begin + 60_000 });
    const next = eventsOf(await get('?topic=a'));
    await clock.advance(59_999);
    expect(hub.stats().subscribers).toBe(1);
    await clock.advance(1);
    await expect(next()).rejects.toThrow('the stream has ended');
  });

  test('that is past refuses the request', async () => {
    const { get, publish, kept } = permit({ publish: ['*'], subscribe: ['*'], expiresAt: begin });
    expect(await problemIn(await get('?topic=a'))).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await problemIn(await publish({ topic: 'a' }))).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await kept()).toEqual([]);
  });
});
