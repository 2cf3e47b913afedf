import { describe, expect, test } from 'vitest';
import { eventsOf, mountHub, problemIn } from './mounted-hub.ts';

test('a stream has the headers of one, and opens with heartbeat, retry and cursor', async () => {
  const { get, publish, clock } = mountHub();
  await publish({ topic: 'a' });
  const stream = await get('?topic=a', { accept: 'text/event-stream' });
  expect(stream.status).toBe(200);
  expect(Object.fromEntries(stream.headers)).toEqual({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  await clock.settle();
  const first = await stream.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe(': heartbeat 15000 unique-ids\nretry: 2000\nid: e1-1\n\n');
});

describe('with opening=inline a stream has no block without data', () => {
  test('the opening lines belong to the first event, whose id is the last', async () => {
    const { get, publish, clock } = mountHub();
    const answer = await get('?topic=a&opening=inline');
    await clock.settle();
    await publish({ topic: 'a', data: 'first' });
    await clock.settle();
    const reader = answer.body?.getReader();
    const chunks = [await reader?.read(), await reader?.read()].map((chunk) => new TextDecoder().decode(chunk?.value));
    expect(chunks).toEqual([': heartbeat 15000 unique-ids\nretry: 2000\nid: e1-0\n', 'id: e1-1\ndata: first\n\n']);
    await reader?.cancel();
  });

  test('a gap is the first event', async () => {
    const { get, clock } = mountHub();
    const answer = await get('?topic=a&opening=inline', { 'last-event-id': 'e0-5' });
    await clock.settle();
    const reader = answer.body?.getReader();
    const text = new TextDecoder().decode((await reader?.read())?.value);
    expect(text).toBe(
      ': heartbeat 15000 unique-ids\nretry: 2000\nevent: gap\nid: e1-0\ndata: {"reason":"epoch","after":"e0-5"}\n\n',
    );
    await reader?.cancel();
  });
});

test('a stream goes on from its cursor, and live events follow', async () => {
  const { get, publish, clock } = mountHub();
  await publish({ topic: 'a', data: 'missed', event: 'note' });
  const next = eventsOf(await get('?topic=a', { 'last-event-id': 'e1-0' }));
  await clock.settle();
  expect(await next()).toEqual({ id: 'e1-1', lastEventId: 'e1-1', event: 'note', data: 'missed' });
  await publish({ topic: 'b', data: 'of no interest' }, { topic: 'a', data: 'live' });
  await clock.settle();
  expect(await next()).toMatchObject({ id: 'e1-3', data: 'live' });
});

test('a stream that selects more than one topic says of each event what its topics are', async () => {
  const { get, publish, clock } = mountHub();
  const next = eventsOf(await get('?topic=orders/*'));
  await publish({ topic: ['orders/1', 'other'], data: 'x' });
  await clock.settle();
  expect(await next()).toMatchObject({ data: 'x', topics: ['orders/1'] });
});

test('a stream from a cursor of another epoch begins with a gap', async () => {
  const { get, publish, clock } = mountHub();
  await publish({ topic: 'a', data: 'kept' });
  const next = eventsOf(await get('?topic=a', { 'last-event-id': 'e0-7' }));
  await clock.settle();
  expect(await next()).toMatchObject({ event: 'gap', id: 'e1-0', data: '{"reason":"epoch","after":"e0-7"}' });
  expect(await next()).toMatchObject({ id: 'e1-1', data: 'kept' });
});

test('a subscriber that leaves is forgotten', async () => {
  const { get, hub } = mountHub();
  const stream = await get('?topic=a');
  expect(hub.stats().subscribers).toBe(1);
  await stream.body?.cancel();
  expect(hub.stats().subscribers).toBe(0);
});

describe('HEAD answers as GET would, without a body, and opens no stream', () => {
  test('on a stream', async () => {
    const { request, hub } = mountHub();
    const answer = await request('HEAD', '?topic=a');
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([200, 'text/event-stream', null]);
    expect(hub.stats().subscribers).toBe(0);
  });

  test('on a page, without waiting', async () => {
    const { request } = mountHub();
    const answer = await request('HEAD', '?topic=a&wait=60', { accept: 'application/json' });
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([200, 'application/json', null]);
  });

  test('on what is wrong', async () => {
    const { request } = mountHub();
    const answer = await request('HEAD', '');
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([
      400,
      'application/problem+json',
      null,
    ]);
  });
});

test.for(['PUT', 'DELETE', 'PATCH'])('%s is not allowed, and the answer says what is', async (method) => {
  const { request } = mountHub();
  const answer = await request(method, '?topic=a');
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
  expect(await problemIn(answer)).toMatchObject({ code: 'method-not-allowed' });
});

test('OPTIONS says what there is', async () => {
  const { request } = mountHub();
  const answer = await request('OPTIONS', '');
  expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
});
