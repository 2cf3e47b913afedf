import { randomUUID } from 'node:crypto';
import { subscribe } from 'spillway/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openGallery } from '../support/open-gallery.ts';
import { act, ask, logOf, signIn } from '../support/person.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';

const timeout = 240_000;

test('whatever Ben asks for, what is for Ann alone does not reach him on the wire', { timeout }, async () => {
  // An order that moves on would be one event more.
  const gallery = await openGallery({ SPILLWAY_ORDER_SECONDS: '3600' });
  const [ann, ben] = await Promise.all([signIn(gallery, 'ann'), signIn(gallery, 'ben')]);
  const listen = (token: string | undefined, topics: readonly string[]) => {
    const received: string[] = [];
    const subscription = subscribe(`${gallery.url}/events`, { topics, token, since: 'earliest' });
    onTestFinished(subscription.close);
    subscription.on('*', ({ data }) => received.push(data));
    return received;
  };
  // A pattern is narrowed to what the token grants.
  const heard = {
    ann: listen(ann, ['people/ann/*']),
    benOfAnn: listen(ben, ['people/ann/*', 'people/ben/*']),
    benOfAll: listen(ben, ['*']),
    nobody: listen(undefined, ['people/:name/messages', '*', 'demo']),
  };
  const send = (from: 'ann' | 'ben', text: string) =>
    act(gallery, from, 'messages', { id: randomUUID(), to: from === 'ann' ? 'ben' : 'ann', text });
  await send('ben', 'for Ann alone');
  await act(gallery, 'ann', 'orders', { id: randomUUID(), item: 'Raincoat' });
  // What comes last tells that all before it has been delivered.
  await send('ann', 'for Ben alone');
  await fetch(`${gallery.url}/events`, {
    method: 'POST',
    body: new URLSearchParams({ topic: 'demo', data: 'for all' }),
  });

  await vi.waitFor(() => {
    expect(heard.ann).toHaveLength(2);
    expect(heard.benOfAnn.join()).toContain('for Ben alone');
    expect(heard.benOfAll.join()).toContain('for Ben alone');
    expect(heard.benOfAll).toContain('for all');
    expect(heard.nobody).toContain('for all');
  }, patient);
  expect(heard.ann.join()).toMatch(/for Ann alone.*Raincoat/);
  expect(heard.benOfAnn).toHaveLength(1);
  for (const each of [heard.benOfAll, heard.nobody]) expect(each.join()).not.toMatch(/for Ann alone|Raincoat/);
  expect(heard.nobody.join()).not.toContain('for Ben alone');
});

test('a topic of another person is refused, whoever asks', { timeout }, async () => {
  const gallery = await openGallery();
  const ben = await signIn(gallery, 'ben');
  for (const headers of [{ authorization: `Bearer ${ben}` }, {}]) {
    for (const accept of ['text/event-stream', 'application/json']) {
      const answer = await fetch(`${gallery.url}/events?topic=people/ann/messages&since=earliest`, {
        headers: { ...headers, accept },
      });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'forbidden' });
    }
  }
  const forged = await fetch(`${gallery.url}/events?topic=people/ann/messages`, {
    headers: { authorization: `Bearer ${ben.slice(0, -4)}AAAA` },
  });
  expect(forged.status).toBe(401);
});

test('nobody publishes to people from outside, not even to themselves', { timeout }, async () => {
  const gallery = await openGallery();
  for (const name of ['ann', 'ben', undefined]) {
    const token = name && (await signIn(gallery, name));
    const answer = await fetch(`${gallery.url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify([
        { topic: 'demo', data: 'a pretext' },
        { topic: ['demo', 'people/ann/messages'], event: 'message', data: { from: 'ben', text: 'forged', at: 1 } },
      ]),
    });
    expect(answer.status).toBe(403);
  }
  expect(await logOf(gallery, 'ann')).toEqual([]);
});

test('what the server is sent is checked, and it says what is wrong', { timeout }, async () => {
  const gallery = await openGallery();
  const token = await signIn(gallery, 'ann');
  const id = randomUUID();
  for (const [path, body, detail] of [
    ['messages', { id, to: 'ben' }, 'text: Invalid key: Expected "text" but received undefined'],
    ['messages', { id, to: 'ben', text: ' \n ' }, 'text: write something'],
    ['messages', { id, to: 'ben', text: 'x'.repeat(501) }, 'text: keep it to 500 characters'],
    ['messages', { id, to: 'cleo', text: 'hi' }, 'to: only Ann and Ben live here'],
    ['messages', { id: '1', to: 'ben', text: 'hi' }, 'id: must be a UUID'],
    ['payments', { id, to: 'ben', cents: 0 }, 'cents: pay one cent or more'],
    ['payments', { id, to: 'ben', cents: 0.5 }, 'cents: must be whole cents'],
    ['payments', { id, to: 'ben', cents: 100_001 }, 'cents: pay 1,000 € at most'],
    ['payments', { id, to: 'ann', cents: 1 }, 'to: pay somebody else'],
    ['orders', { id, item: 'A castle' }, 'item: is not for sale here'],
    ['friendships', { with: 'ann', step: 'request' }, 'with: befriend somebody else'],
  ] as const) {
    const answer = await ask(gallery, path, body, token);
    expect([path, answer.status, await answer.json()]).toEqual([path, 400, { detail }]);
  }
  expect((await ask(gallery, 'read', { ids: [] }, token)).status).toBe(400);
  expect((await ask(gallery, 'messages', { id, to: 'ben', text: 'hi' })).status).toBe(401);
  expect((await ask(gallery, 'messages', { id, to: 'ben', text: 'hi' }, 'forged')).status).toBe(401);
  expect((await ask(gallery, 'messages', { id, to: 'ben', text: 'hi' }, await signIn(gallery, 'cleo'))).status).toBe(
    401,
  );
  expect(await logOf(gallery, 'ann')).toEqual([]);
  expect(await logOf(gallery, 'ben')).toEqual([]);
});

test('what is sent twice with one id happens once', { timeout }, async () => {
  const gallery = await openGallery({ SPILLWAY_ORDER_SECONDS: '0.1' });
  const id = randomUUID();
  for (const _ of [1, 2]) {
    await act(gallery, 'ann', 'payments', { id, to: 'ben', cents: 100 });
    await act(gallery, 'ann', 'messages', { id, to: 'ben', text: 'paid' });
    await act(gallery, 'ann', 'orders', { id, item: 'Raincoat' });
  }
  // The same id of another person is another id.
  await act(gallery, 'ben', 'payments', { id, to: 'ann', cents: 200 });
  await vi.waitFor(async () => expect(statusesOf(await logOf(gallery, 'ann'))).toContain('delivered'), patient);
  const payments = (await logOf(gallery, 'ann')).filter(({ topic }) => topic.endsWith('payments'));
  expect(payments.map(({ data: { direction, cents } }) => [direction, cents])).toEqual([
    ['sent', 100],
    ['received', 200],
  ]);
  expect(statusesOf(await logOf(gallery, 'ann'))).toEqual(['placed', 'packed', 'shipped', 'delivered']);
  expect((await logOf(gallery, 'ben')).map(({ topic }) => topic)).toEqual([
    'people/ben/payments',
    'people/ben/messages',
    'people/ben/payments',
  ]);
});

test('orders go on where they were when the server crashes at each of their steps', { timeout }, async () => {
  const gallery = await openGallery({ SPILLWAY_ORDER_SECONDS: '0.3' });
  await act(gallery, 'ann', 'orders', { id: randomUUID(), item: 'Raincoat' });
  for (const status of ['packed', 'shipped', 'delivered']) {
    await vi.waitFor(async () => expect(statusesOf(await logOf(gallery, 'ann'))).toContain(status), patient);
    await gallery.crash();
  }
  expect(statusesOf(await logOf(gallery, 'ann'))).toEqual(['placed', 'packed', 'shipped', 'delivered']);
});

test('a friendship takes its steps in their order, however often they are asked for at once', { timeout }, async () => {
  const gallery = await openGallery();
  const [ann, ben] = await Promise.all([signIn(gallery, 'ann'), signIn(gallery, 'ben')]);
  const step = async (token: string, who: string, name: string) => {
    const answer = await ask(gallery, 'friendships', { with: who, step: name }, token);
    return answer.ok ? 'ok' : ((await answer.json()) as { readonly detail: string }).detail;
  };
  expect(await step(ben, 'ann', 'accept')).toBe('nobody has asked you');
  expect(await step(ann, 'ben', 'end')).toBe('you are no friends');
  await Promise.all([1, 2, 3].map(() => step(ann, 'ben', 'request')));
  expect(await step(ann, 'ben', 'request')).toBe('you have asked already');
  expect(await step(ann, 'ben', 'accept')).toBe('nobody has asked you');
  expect(await step(ben, 'ann', 'request')).toBe('you were asked: accept');
  await gallery.crash();
  const benAgain = await signIn(gallery, 'ben');
  await Promise.all([1, 2, 3].map(() => step(benAgain, 'ann', 'accept')));
  expect(await step(benAgain, 'ann', 'request')).toBe('you are friends already');
  expect(await step(benAgain, 'ann', 'end')).toBe('ok');
  for (const name of ['ann', 'ben'] as const) {
    const states = (await logOf(gallery, name)).map(({ data: { state, by } }) => `${String(state)} by ${String(by)}`);
    expect(states).toEqual(['requested by ann', 'friends by ben', 'none by ben']);
  }
});

function statusesOf(log: readonly { readonly topic: string; readonly data: Record<string, unknown> }[]): unknown[] {
  return log.filter(({ topic }) => topic.endsWith('/orders')).map(({ data }) => data['status']);
}
