import { describe, expect, test } from 'vitest';
import type { AuthSettings } from '../../src/index.ts';
import { kept, openStream, publish } from '../requests.ts';
import { runHub } from '../running-hub.ts';
import { bearer, bySecret, secondsFromNow, signToken } from './tokens.ts';

const everything = { publish: ['*'], subscribe: ['*'] };

async function runGuarded(auth: Partial<AuthSettings> = {}): Promise<string> {
  return (await runHub({ auth: { ...bySecret, ...auth } })).url;
}

describe('who may do what', () => {
  test('without a token a hub that has a key neither publishes nor subscribes, and says how to send one', async () => {
    const url = await runGuarded();
    const refused = await publish(url, { topic: 'a', data: 'x' });
    expect(refused).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(refused.detail).toBe('send a JWT as "Authorization: Bearer ..." or in the cookie spillway');
    const { response } = await openStream(url, 'topic=a');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a token is taken from a Bearer header or a cookie', async () => {
    const url = await runGuarded();
    const token = await signToken(everything);
    for (const headers of [
      bearer(token),
      { authorization: `bearer  ${token} ` },
      { cookie: `spillway=${token}` },
      { cookie: `theme=dark; spillway=${token}; spillwayish=x` },
    ]) {
      expect(await publish(url, { topic: 'a', data: 'x' }, headers), JSON.stringify(headers)).toMatchObject({
        status: 200,
      });
    }
    expect(await kept(url, 'topic=a', bearer(token))).toHaveLength(4);
  });

  test('the cookie may have another name', async () => {
    const url = await runGuarded({ cookie: 'session' });
    const token = await signToken(everything);
    expect(await publish(url, { topic: 'a' }, { cookie: `session=${token}` })).toMatchObject({ status: 200 });
    expect(await publish(url, { topic: 'a' }, { cookie: `spillway=${token}` })).toMatchObject({ status: 401 });
  });

  test('a Bearer header wins over the cookie, also where it is not valid', async () => {
    const url = await runGuarded();
    const cookie = `spillway=${await signToken(everything)}`;
    const narrow = await signToken({ publish: ['b'] });
    const statusWith = async (authorization: string) =>
      (await publish(url, { topic: 'a' }, { cookie, authorization })).status;
    expect(await statusWith(`Bearer ${narrow}`)).toBe(403);
    expect(await statusWith('Bearer no-token')).toBe(401);
    expect(await statusWith('Bearer !!!')).toBe(401);
    // A proxy's own login, which is none of the hub's business.
    expect(await statusWith('Basic dXNlcjpwYXNz')).toBe(200);
  });

  test('a publish to a topic outside the claim `publish` is refused, and nothing of its batch is kept', async () => {
    const url = await runGuarded();
    const headers = bearer(await signToken({ publish: ['orders/:id', 'news'] }));
    const all = bearer(await signToken(everything));
    expect(await publish(url, { topic: 'orders/1', data: 'x' }, headers)).toMatchObject({ status: 200 });
    for (const refused of [
      { topic: 'orders/1/items', data: 'x' },
      { topic: ['news', 'secret'], data: 'x' },
      [
        { topic: 'news', data: 'x' },
        { topic: 'secret', data: 'x' },
      ],
    ]) {
      expect(await publish(url, refused, headers)).toMatchObject({ status: 403, code: 'forbidden' });
    }
    expect(await kept(url, 'topic=*', all)).toMatchObject([{ topic: 'orders/1' }]);
  });

  test('the claim `subscribe` narrows what patterns select, and refuses topics that it does not grant', async () => {
    const url = await runGuarded();
    const all = bearer(await signToken(everything));
    const granted = bearer(await signToken({ subscribe: ['orders/:id', 'news'] }));
    expect((await openStream(url, 'topic=secret', granted)).response.status).toBe(403);
    const stream = await openStream(url, 'topic=*', granted);
    expect(stream.response.status).toBe(200);

    await publish(url, { topic: 'secret', data: 'hidden' }, all);
    await publish(url, { topic: 'orders/1', data: 'seen' }, all);
    await publish(url, { topic: ['orders/2', 'secret', 'orders/2/items'], data: 'seen in part' }, all);
    // Of the topics of an event too, a stream names only those that are granted.
    expect(await stream.next()).toMatchObject({ data: 'seen', topics: ['orders/1'] });
    expect(await stream.next()).toMatchObject({ data: 'seen in part', topics: ['orders/2'] });
    expect(await kept(url, 'topic=*', granted)).toMatchObject([{ topic: 'orders/1' }, { topic: 'orders/2' }]);
  });

  test('a token without a claim may not do what the claim is for', async () => {
    const url = await runGuarded();
    const publisher = bearer(await signToken({ publish: ['*'] }));
    const subscriber = bearer(await signToken({ subscribe: ['*'] }));
    expect(await publish(url, { topic: 'a' }, subscriber)).toMatchObject({ status: 403 });
    expect((await openStream(url, 'topic=a', publisher)).response.status).toBe(403);
    expect((await openStream(url, 'topic=*', publisher)).response.status).toBe(403);
  });
});

describe('which tokens are refused', () => {
  const claims = { ...everything, iss: 'https://id.example', aud: 'spillway' };

  test.for([
    ['that has expired', { exp: secondsFromNow(-1) }, 'the token has expired'],
    ['that is not valid yet', { nbf: secondsFromNow(3600) }, 'the token\'s claim "nbf" is not valid here'],
    ['of another issuer', { iss: 'https://evil.example' }, 'the token\'s claim "iss" is not valid here'],
    ['without an issuer', { iss: undefined }, 'the token\'s claim "iss" is not valid here'],
    ['for another audience', { aud: ['others'] }, 'the token\'s claim "aud" is not valid here'],
    ['whose `exp` is no number', { exp: 'soon' }, 'the token\'s claim "exp" is not valid here'],
    [
      'whose `publish` is no list',
      { publish: '*' },
      'the token\'s claim "publish" must be a list of topics and patterns',
    ],
    [
      'whose `publish` is null',
      { publish: [null] },
      'the token\'s claim "publish" must be a list of topics and patterns',
    ],
    ['whose `subscribe` is an object', { subscribe: { a: 1 } }, 'must be a list of topics and patterns'],
    [
      'that holds what is no pattern',
      { subscribe: ['orders/:'] },
      'the token\'s claim "subscribe" holds what is no pattern',
    ],
    ['that holds an empty topic', { publish: [''] }, 'the token\'s claim "publish" holds what is no pattern'],
  ] as const)('one %s', async ([, change, detail]) => {
    const url = await runGuarded({ issuer: 'https://id.example', audience: 'spillway' });
    const good = bearer(await signToken(claims));
    expect(await publish(url, { topic: 'a' }, good)).toMatchObject({ status: 200 });
    const bad = await signToken({ ...claims, ...change } as typeof claims);
    const answer = await publish(url, { topic: 'a' }, bearer(bad));
    expect(answer).toMatchObject({ status: 401, code: 'unauthorized', detail: expect.stringContaining(detail) });
    expect((await openStream(url, 'topic=*', bearer(bad))).response.status).toBe(401);
    expect(await kept(url, 'topic=*', good)).toHaveLength(1);
  });

  test('one that is no token, or that was changed', async () => {
    const url = await runGuarded();
    const token = await signToken(everything);
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ publish: ['*'], admin: true })).toString('base64url');
    for (const bad of ['x', 'a.b.c', `${header}.${forged}.${signature}`, `${token}x`, token.slice(0, -4)]) {
      expect(await publish(url, { topic: 'a' }, bearer(bad)), bad).toMatchObject({ status: 401 });
    }
  });
});

describe('clocks that differ', () => {
  test.for([
    ['expired 30 seconds ago', { exp: -30 }, 60, 200],
    ['expired 90 seconds ago', { exp: -90 }, 60, 401],
    ['valid in 30 seconds', { nbf: 30 }, 60, 200],
    ['valid in 90 seconds', { nbf: 90 }, 60, 401],
    ['expired 2 seconds ago, by default', { exp: -2 }, undefined, 200],
    ['expired 2 minutes ago, by default', { exp: -120 }, undefined, 401],
  ] as const)('a token that %s', async ([, offsets, clockToleranceSeconds, status]) => {
    const url = await runGuarded({ clockToleranceSeconds });
    const times = Object.entries(offsets).map(([claim, seconds]) => [claim, secondsFromNow(seconds)]);
    const headers = bearer(await signToken({ ...everything, ...Object.fromEntries(times) }));
    expect((await publish(url, { topic: 'a' }, headers)).status).toBe(status);
    expect((await openStream(url, 'topic=a', headers)).response.status).toBe(status);
  });
});

describe('topics for everyone', () => {
  const anonymous = { publish: ['feedback'], subscribe: ['public/*'] };

  test('need no token, and all others do', async () => {
    const url = await runGuarded({ anonymous });
    const all = bearer(await signToken(everything));
    const stream = await openStream(url, 'topic=*');
    expect(stream.response.status).toBe(200);
    await publish(url, { topic: 'secret', data: 'hidden' }, all);
    await publish(url, { topic: ['secret', 'public/news'], data: 'seen' }, all);
    expect(await stream.next()).toMatchObject({ data: 'seen', topics: ['public/news'] });
    expect(await publish(url, { topic: 'feedback' })).toMatchObject({ status: 200 });

    const refused = await openStream(url, 'topic=secret');
    expect(refused.response.status).toBe(401);
    expect(refused.response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await publish(url, { topic: 'public/news' })).toMatchObject({
      status: 401,
      code: 'unauthorized',
      detail: 'without credentials you may not publish to "public/news"',
    });
  });

  test('are added to those of a token', async () => {
    const url = await runGuarded({ anonymous });
    const headers = bearer(await signToken({ subscribe: ['orders/:id'] }));
    for (const topic of ['orders/1', 'public/news']) {
      expect((await openStream(url, `topic=${topic}`, headers)).response.status).toBe(200);
    }
    expect((await openStream(url, 'topic=secret', headers)).response.status).toBe(403);
    expect(await publish(url, { topic: 'feedback' }, headers)).toMatchObject({ status: 200 });
  });

  test('are refused to a token that is not valid', async () => {
    const url = await runGuarded({ anonymous });
    const expired = bearer(await signToken({ ...everything, exp: secondsFromNow(-60) }));
    expect((await openStream(url, 'topic=public/news', expired)).response.status).toBe(401);
    expect(await publish(url, { topic: 'feedback' }, bearer('x'))).toMatchObject({ status: 401 });
  });

  test('may be for subscribers alone', async () => {
    const url = await runGuarded({ anonymous: { publish: [], subscribe: ['*'] } });
    expect((await openStream(url, 'topic=*')).response.status).toBe(200);
    expect(await publish(url, { topic: 'a' })).toMatchObject({ status: 401 });
  });
});

describe('a token that expires', () => {
  test('ends the streams that were opened with it, and a new one resumes them without loss', async () => {
    const url = await runGuarded();
    const publisher = bearer(await signToken({ publish: ['*'] }));
    const brief = bearer(await signToken({ subscribe: ['a'], exp: secondsFromNow(2) }));
    const lasting = bearer(await signToken({ subscribe: ['a'], exp: secondsFromNow(3600) }));
    const ends = await openStream(url, 'topic=a', brief);
    const lasts = await openStream(url, 'topic=a', lasting);
    await publish(url, { topic: 'a', data: 'before' }, publisher);
    const [before, ...more] = await ends.rest();
    expect(before).toMatchObject({ data: 'before' });
    expect(more).toEqual([]);

    await publish(url, { topic: 'a', data: 'after' }, publisher);
    expect((await openStream(url, 'topic=a', brief)).response.status).toBe(401);
    const resumed = await openStream(url, `topic=a&last_event_id=${before?.lastEventId}`, lasting);
    expect(await resumed.next()).toMatchObject({ data: 'after' });
    expect(await lasts.next()).toMatchObject({ data: 'before' });
    expect(await lasts.next()).toMatchObject({ data: 'after' });
  });

  test('may do so in many years', async () => {
    const url = await runGuarded();
    const headers = bearer(await signToken({ ...everything, exp: secondsFromNow(100 * 365 * 86_400) }));
    const stream = await openStream(url, 'topic=a', headers);
    await publish(url, { topic: 'a', data: 'x' }, headers);
    expect(await stream.next()).toMatchObject({ data: 'x' });
  });
});
