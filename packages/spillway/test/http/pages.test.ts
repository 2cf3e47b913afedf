import { describe, expect, test } from 'vitest';
import { createEventsHandler } from '../../src/http/events-handler.ts';
import { mountHub, pageIn, problemIn } from './mounted-hub.ts';

test('a page has its events, the cursor to go on from and no gap', async () => {
  const { page, publish } = mountHub();
  await publish({ topic: 'a', data: { n: 1 } }, { topic: ['a', 'b'], data: 'two', event: 'note', id: 'mine' });
  const answer = await page('?topic=a&since=earliest');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({
    events: [
      { id: 'e1-1', topic: 'a', data: '{"n":1}', time: 1_800_000_000_000 },
      { id: 'mine', topic: 'a', event: 'note', data: 'two', time: 1_800_000_000_000 },
    ],
    cursor: 'e1-2',
    gap: null,
  });
});

test('pages follow one another by their cursors, each event once', async () => {
  const { page, publish } = mountHub();
  await publish(...Array.from({ length: 5 }, (_, data) => ({ topic: 'a', data })));
  const seen: string[] = [];
  let cursor = '';
  do {
    const { events, cursor: next } = await pageIn(
      await page(`?topic=a&since=earliest&limit=2&last_event_id=${cursor}`),
    );
    if (events.length === 0) break;
    seen.push(...events.map(({ data }) => data));
    cursor = next;
  } while (seen.length < 100);
  expect(seen).toEqual(['0', '1', '2', '3', '4']);
});

test('a page holds at most 100 events unless limit says otherwise', async () => {
  const { page, publish } = mountHub();
  await publish(...Array.from({ length: 150 }, (_, data) => ({ topic: 'a', data })));
  expect((await pageIn(await page('?topic=a&since=earliest'))).events).toHaveLength(100);
  expect((await pageIn(await page('?topic=a&since=earliest&limit=150'))).events).toHaveLength(150);
});

test('without cursor and since a page is empty, and its cursor is the end of the log', async () => {
  const { page, publish } = mountHub();
  await publish({ topic: 'a' });
  expect(await pageIn(await page('?topic=a'))).toEqual({ events: [], cursor: 'e1-1', gap: null });
});

test('since=latest gives the newest event of each topic and key', async () => {
  const { page, publish } = mountHub();
  await publish(
    { topic: 'scores', key: 'x', data: 'x1' },
    { topic: 'scores', key: 'y', data: 'y1' },
    { topic: 'scores', key: 'x', data: 'x2' },
  );
  const { events } = await pageIn(await page('?topic=scores&since=latest'));
  expect(events.map(({ data }) => data)).toEqual(['y1', 'x2']);
});

test('a page says what is missing before its events', async () => {
  const { page, publish } = mountHub({}, {}, { events: 2 });
  await publish(...Array.from({ length: 4 }, (_, data) => ({ topic: 'a', data })));
  const trimmed = await pageIn(await page('?topic=a&last_event_id=e1-1'));
  expect(trimmed.gap).toEqual({ reason: 'trimmed', after: 'e1-1' });
  expect(trimmed.events.map(({ data }) => data)).toEqual(['2', '3']);
  const unknown = await pageIn(await page('?topic=a&last_event_id=what'));
  expect(unknown.gap).toEqual({ reason: 'unknown', after: 'what' });
});

describe('long polling', () => {
  test('a page with wait is answered when the first event arrives', async () => {
    const { page, publish, clock } = mountHub();
    const waiting = page('?topic=a&wait=30');
    await clock.settle();
    await clock.advance(29_000);
    await publish({ topic: 'b' }, { topic: 'a', data: 'news' });
    await clock.settle();
    const { events, cursor } = await pageIn(await waiting);
    expect([events.map(({ data }) => data), cursor]).toEqual([['news'], 'e1-2']);
  });

  test('when nothing arrives it is answered empty after the wait, and not before', async () => {
    const { page, clock } = mountHub();
    let isAnswered = false;
    const waiting = page('?topic=a&wait=1.5').then((answer) => {
      isAnswered = true;
      return answer;
    });
    await clock.advance(1499);
    expect(isAnswered).toBe(false);
    await clock.advance(1);
    expect(await pageIn(await waiting)).toEqual({ events: [], cursor: 'e1-0', gap: null });
  });

  test('a client that leaves ends the wait', async () => {
    const { hub, clock } = mountHub();
    const gone = new AbortController();
    const headers = { accept: 'application/json' };
    const waiting = createEventsHandler(hub)(
      new Request('http://hub.test/events?topic=a&wait=30', { headers, signal: gone.signal }),
    );
    await clock.settle();
    expect(hub.stats().subscribers).toBe(1);
    gone.abort();
    await waiting;
    expect(hub.stats().subscribers).toBe(0);
  });

  test('a hub that closes meanwhile answers so', async () => {
    const { page, hub, clock, faults } = mountHub();
    const waiting = page('?topic=a&wait=30');
    await clock.settle();
    await hub.close();
    const answer = await waiting;
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await problemIn(answer)).toMatchObject({ status: 503, code: 'closed' });
    expect(faults).toHaveLength(1);
  });
});
