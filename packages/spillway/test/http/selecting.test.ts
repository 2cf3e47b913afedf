import { describe, expect, test } from 'vitest';
import { mountHub, pageIn, problemIn } from './mounted-hub.ts';

const many = (count: number) => Array.from({ length: count }, (_, at) => `topic=${at}`).join('&');

describe('a GET whose query or cursor is wrong is refused, for streams and pages alike', () => {
  test.for([
    ['', 'missing-topic'],
    ['?topics=a', 'missing-topic'],
    ['?topic=', 'invalid-pattern'],
    ['?topic=a%0Ab', 'invalid-pattern'],
    ['?topic=a/*/b', 'invalid-pattern'],
    ['?topic=:', 'invalid-pattern'],
    ['?topic=%FF', 'invalid-utf8'],
    [`?topic=${'x'.repeat(1025)}`, 'topic-too-long'],
    [`?${many(101)}`, 'too-many-topics'],
    ['?topic=a&since=yesterday', 'invalid-since'],
    ['?topic=a&since=', 'invalid-since'],
    ['?topic=a&opening=none', 'invalid-opening'],
    ['?topic=a&opening=', 'invalid-opening'],
    ['?topic=a&limit=0', 'invalid-limit'],
    ['?topic=a&limit=1001', 'invalid-limit'],
    ['?topic=a&limit=1.5', 'invalid-limit'],
    ['?topic=a&limit=1e2', 'invalid-limit'],
    ['?topic=a&wait=61', 'invalid-wait'],
    ['?topic=a&wait=-1', 'invalid-wait'],
    ['?topic=a&wait=soon', 'invalid-wait'],
    [`?topic=a&last_event_id=${'x'.repeat(256)}`, 'invalid-cursor'],
    ['?topic=a&last_event_id=a%00b', 'invalid-cursor'],
    ['?topic=a&lastEventID=a%0Ab', 'invalid-cursor'],
  ] as const)('%s → %s', async ([query, code]) => {
    const { get, page, hub } = mountHub();
    for (const answer of [await get(query), await page(query)]) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await problemIn(answer)).toMatchObject({ status: 400, code });
    }
    expect(hub.stats().subscribers).toBe(0);
  });

  test('a cursor of 255 bytes, 100 topics and a topic of 1,024 bytes are within the bounds', async () => {
    const { page } = mountHub();
    const query = `?topic=${'x'.repeat(1024)}&${many(99)}&last_event_id=${'x'.repeat(255)}`;
    expect((await page(query)).status).toBe(200);
  });

  test.for([
    [{ topicsPerStream: 1 }, '?topic=a&topic=b', 'too-many-topics'],
    [{ eventsPerPage: 5 }, '?topic=a&limit=6', 'invalid-limit'],
    [{ waitSeconds: 1 }, '?topic=a&wait=2', 'invalid-wait'],
    [{ topicBytes: 1 }, '?topic=ab', 'topic-too-long'],
  ] as const)('%o is an option', async ([limits, query, code]) => {
    const { page } = mountHub({ limits });
    expect(await problemIn(await page(query))).toMatchObject({ code });
  });
});

test('a GET that accepts neither event streams nor JSON is refused', async () => {
  const { get } = mountHub();
  const answer = await get('?topic=a', { accept: 'text/html' });
  expect(answer.status).toBe(406);
  expect(await problemIn(answer)).toMatchObject({ code: 'not-acceptable' });
});

async function threeEvents() {
  const mounted = mountHub();
  await mounted.publish(
    { topic: 'a', data: 1, id: 'one' },
    { topic: 'a', data: 2, id: 'zwei-ü€' },
    { topic: 'a', data: 3 },
  );
  const after = async (query: string, headers = {}) =>
    (await pageIn(await mounted.page(`?topic=a${query}`, headers))).events.map(({ data }) => data);
  return { ...mounted, after };
}

describe('the cursor', () => {
  test('is the header Last-Event-ID, else last_event_id or lastEventID in the query', async () => {
    const { after } = await threeEvents();
    expect(await after('', { 'last-event-id': 'e1-1' })).toEqual(['2', '3']);
    expect(await after('&last_event_id=e1-2')).toEqual(['3']);
    expect(await after('&lastEventID=e1-2')).toEqual(['3']);
    expect(await after('&last_event_id=e1-2', { 'last-event-id': 'e1-1' })).toEqual(['2', '3']);
  });

  test('may be the id that the publisher gave', async () => {
    const { after } = await threeEvents();
    expect(await after('', { 'last-event-id': 'one' })).toEqual(['2', '3']);
  });

  test('arrives in UTF-8, as browsers send it: a header shows each byte as a character', async () => {
    const { after } = await threeEvents();
    const bytes = String.fromCharCode(...new TextEncoder().encode('zwei-ü€'));
    expect(await after('', { 'last-event-id': bytes })).toEqual(['3']);
    expect(await after(`&last_event_id=${encodeURIComponent('zwei-ü€')}`)).toEqual(['3']);
  });

  test('wins over since', async () => {
    const { after } = await threeEvents();
    expect(await after('&since=earliest')).toEqual(['1', '2', '3']);
    expect(await after('&since=earliest&last_event_id=e1-2')).toEqual(['3']);
  });

  test('that is empty is none', async () => {
    const { after } = await threeEvents();
    expect(await after('&since=earliest&last_event_id=', { 'last-event-id': '' })).toEqual(['1', '2', '3']);
  });
});
