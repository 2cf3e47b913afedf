import { describe, expect, test } from 'vitest';
import { openConnection } from '../../../src/client/connection.ts';
import type { ConnectionState } from '../../../src/client/connection-state.ts';
import type { Feed, FeedEvent, FeedRequest } from '../../../src/client/feed.ts';
import { Simulation, pageAnswer, problemAnswer } from './simulation.ts';

const url = 'http://hub.test/events';

/** A connection under simulation, and what it tells. */
async function connect(options: Partial<FeedRequest> = {}, simulation = new Simulation()) {
  const states: ConnectionState[] = [];
  const events: FeedEvent[] = [];
  const gaps: unknown[] = [];
  const cursors: string[] = [];
  const feed: Feed = openConnection(
    { url, ...options },
    {
      event: (event) => events.push(event),
      gap: (gap, lastEventId) => gaps.push({ ...gap, lastEventId }),
      cursor: (cursor) => cursors.push(cursor),
      state: (state) => states.push(state),
    },
    simulation.environment,
  );
  await simulation.clock.settle();
  const { clock, server } = simulation;
  return {
    simulation,
    clock,
    server,
    feed,
    states,
    events,
    gaps,
    cursors,
    get data() {
      return events.map(({ data }) => data);
    },
    get phases() {
      return states.map(({ phase }) => phase);
    },
    get last() {
      return states.at(-1);
    },
  };
}

test('it asks with topics, since, token and cursor, and nothing is told before it has returned', async () => {
  const client = await connect({
    url: `${url}?tenant=7`,
    topics: ['orders/:id', 'prices & more'],
    since: 'latest',
    lastEventId: 'größe-7',
    token: async () => 'secret',
    headers: { 'X-Trace': 'abc' },
    credentials: 'include',
  });
  const { url: asked, method, header } = client.server.last;
  expect(method).toBe('GET');
  expect(asked.searchParams.getAll('topic')).toEqual(['orders/:id', 'prices & more']);
  expect(asked.searchParams.get('since')).toBe('latest');
  expect(asked.searchParams.get('tenant')).toBe('7');
  expect(asked.searchParams.has('wait')).toBe(false);
  expect(header('accept')).toBe('text/event-stream');
  expect(header('authorization')).toBe('Bearer secret');
  expect(header('x-trace')).toBe('abc');
  // The header's bytes are UTF-8.
  expect(Buffer.from(header('last-event-id') ?? '', 'latin1').toString()).toBe('größe-7');
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
});

test('it tells events, cursors and gaps in the order of the stream', async () => {
  const client = await connect({ topics: ['a', 'b'] });
  client.server.stream.write('retry: 2000\nid: e1-0\n\n');
  client.server.stream.write('event: paid\nid: e1-1\ntopic: a\ntopic: b\ndata: one\n\ndata: two\n\n');
  client.server.stream.write('event: gap\nid: e1-7\ndata: {"reason":"trimmed","after":"e1-1"}\n\n');
  await client.clock.settle();
  expect(client.cursors).toEqual(['e1-0']);
  expect(client.events).toEqual([
    { type: 'paid', data: 'one', lastEventId: 'e1-1', topics: ['a', 'b'] },
    { type: 'message', data: 'two', lastEventId: 'e1-1', topics: [] },
  ]);
  expect(client.gaps).toEqual([{ reason: 'trimmed', after: 'e1-1', lastEventId: 'e1-7' }]);
});

test('events of the only topic have it, also where the stream does not show it', async () => {
  const client = await connect({ topics: ['prices'] });
  client.server.stream.write('data: 1\n\n');
  await client.clock.settle();
  expect(client.events[0]?.topics).toEqual(['prices']);
});

test("another server's events of the types gap and error are events as any other", async () => {
  const client = await connect();
  client.server.stream.write('event: gap\ndata: mind it\n\nevent: error\ndata: {"code":"overloaded"}\n\n');
  await client.clock.settle();
  expect(client.events).toMatchObject([
    { type: 'gap', data: 'mind it' },
    { type: 'error', data: '{"code":"overloaded"}' },
  ]);
});

/** The opening block of a hub. */
const hubOpening = ': heartbeat 15000 unique-ids\n\n';

test('a stream that is cut resumes from its cursor, and duplicates are dropped where the server promises unique ids', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(hubOpening), server.open(hubOpening));
  const client = await connect({}, simulation);
  client.server.stream.write('id: e1-1\ndata: one\n\nid: e1-2\ndata: two\n\nid: e1-3\ndata: hal');
  await client.clock.settle();
  client.server.stream.cut();
  await client.clock.settle();
  expect(client.last).toMatchObject({ phase: 'waiting', delayMs: 500, because: { code: 'network' } });
  await client.clock.advance(500);
  expect(client.server.last.header('last-event-id')).toBe('e1-2');
  client.server.stream.write('id: e1-2\ndata: two\n\nid: e1-3\ndata: half\n\n');
  await client.clock.settle();
  expect(client.data).toEqual(['one', 'two', 'half']);
  expect(client.phases).toEqual(['open', 'waiting', 'connecting', 'open']);
});

test.each([
  { ids: 'one constant id', first: 'id: batch\ndata: one\n\n', second: 'id: batch\ndata: two\n\n' },
  { ids: 'ids that start again', first: 'id: 1\ndata: one\n\n', second: 'id: 1\ndata: two\n\n' },
])('a server with $ids that promises nothing has every event delivered', async ({ first, second }) => {
  const client = await connect();
  client.server.stream.write(first);
  await client.clock.settle();
  client.server.stream.cut();
  await client.clock.advance(500);
  client.server.stream.write(second);
  await client.clock.settle();
  expect(client.data).toEqual(['one', 'two']);
});

test('a promise of unique ids holds for the stream that makes it, not for the next one', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(hubOpening), server.open('id: 1\ndata: of another server\n\n'));
  const client = await connect({}, simulation);
  server.stream.write('id: 1\ndata: of the hub\n\n');
  await client.clock.settle();
  server.stream.cut();
  await client.clock.advance(500);
  expect(client.data).toEqual(['of the hub', 'of another server']);
});

test('an id that repeats within one connection is not taken for a duplicate', async () => {
  const client = await connect();
  client.server.stream.write('id: batch\ndata: one\n\nid: batch\ndata: two\n\n');
  await client.clock.settle();
  expect(client.data).toEqual(['one', 'two']);
});

test('a stream that the server ends is opened again, with its retry as window', async () => {
  const client = await connect();
  client.server.stream.write('retry: 3000\n\n');
  await client.clock.settle();
  client.server.stream.end();
  await client.clock.settle();
  expect(client.last).toMatchObject({ phase: 'waiting', delayMs: 1500, because: { code: 'closed' } });
});

test('204, the end event, and the end of a POST are the end', async () => {
  const simulation = new Simulation();
  simulation.server.answer(new Response(null, { status: 204 }));
  expect((await connect({}, simulation)).states).toEqual([{ phase: 'closed' }]);

  const streaming = await connect();
  streaming.server.stream.write('data: last\n\nevent: end\nid: end-of-stream\ndata\n\ndata: beyond\n\n');
  await streaming.clock.settle();
  expect(streaming.data).toEqual(['last']);
  expect(streaming.last).toEqual({ phase: 'closed' });
  expect(streaming.server.stream.isLeft).toBe(true);

  const posting = await connect({ body: '{"prompt":"hello"}' });
  expect(posting.server.last.method).toBe('POST');
  expect(posting.server.last.body).toBe('{"prompt":"hello"}');
  posting.server.stream.end();
  await posting.clock.advance(60_000);
  expect(posting.last).toEqual({ phase: 'closed' });
  expect(posting.server.asked).toHaveLength(1);
});

/** A POST whose stream breaks after `text`, and whose second answer begins with `nextOpening`. */
async function breakAfter(text: string, nextOpening: string) {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(), server.open(nextOpening));
  const client = await connect({ method: 'POST', body: 'prompt' }, simulation);
  server.stream.write(text);
  await client.clock.settle();
  server.stream.cut();
  await client.clock.advance(1000);
  return client;
}

describe('a POST whose stream breaks', () => {
  const restart = { type: 'restart', data: '', lastEventId: '', topics: [] };

  test('is sent again, with its cursor', async () => {
    const client = await breakAfter('id: token-7\ndata: to\n\n', ': heartbeat 15000 resumes\n\n');
    expect(client.server.last).toMatchObject({ method: 'POST', body: 'prompt' });
    expect(client.server.last.header('last-event-id')).toBe('token-7');
  });

  test('goes on where the second answer says that it resumes', async () => {
    const client = await breakAfter('id: token-7\ndata: to\n\n', ': heartbeat 15000 resumes\n\n');
    client.server.stream.write('data: be\n\n');
    await client.clock.settle();
    expect(client.events).toMatchObject([
      { data: 'to', lastEventId: 'token-7' },
      { data: 'be', lastEventId: 'token-7' },
    ]);
    expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  });

  test.each([
    { server: 'a server with an opening comment', opening: ': heartbeat 15000\n\n' },
    { server: 'a server without an opening comment', opening: 'event: start\n' },
  ])(
    'starts over where $server promises no resume: a state and an event say so before the answer',
    async ({ opening }) => {
      const client = await breakAfter('id: same\ndata: to\n\n', opening);
      expect(client.last).toEqual({ phase: 'open', transport: 'stream', isRestart: true });
      client.server.stream.write('data: to be\n\n');
      await client.clock.settle();
      expect(client.events).toMatchObject([{ data: 'to' }, restart, { data: 'to be', lastEventId: '' }]);
    },
  );

  test('asks without the cursor of the dropped answer when it breaks again', async () => {
    const client = await breakAfter('id: same\ndata: to\n\n', 'data: to be\n\n');
    client.server.stream.cut();
    await client.clock.advance(5000);
    expect(client.server.last.header('last-event-id')).toBeNull();
  });

  test('does not start over where nothing was delivered before', async () => {
    const client = await breakAfter('', ': heartbeat 15000\n\n');
    client.server.stream.write('data: to be\n\n');
    await client.clock.settle();
    expect(client.events).toMatchObject([{ data: 'to be' }]);
    expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  });

  test('stays connecting until the first line of the second answer', async () => {
    const client = await breakAfter('data: to\n\n', '');
    expect(client.last).toMatchObject({ phase: 'connecting' });
    client.server.stream.write('data: to be\n');
    await client.clock.settle();
    expect(client.last).toMatchObject({ phase: 'open', isRestart: true });
  });
});

test('the failure of the source is why a stream for one request is closed', async () => {
  const client = await connect({ method: 'POST' });
  client.server.stream.write('event: error\ndata: {"code":"source-failed","message":"The stream broke off."}\n\n');
  await client.clock.settle();
  expect(client.last).toMatchObject({
    phase: 'closed',
    error: { code: 'source-failed', message: 'The stream broke off.' },
  });
  expect(client.events).toEqual([]);
});

test('an event over the bound of the decoder is final: it would come again', async () => {
  const client = await connect();
  client.server.stream.write(`data: ${'x'.repeat(17 * 1024 * 1024)}`);
  await client.clock.settle();
  expect(client.last).toMatchObject({ phase: 'closed', error: { code: 'event-too-large' } });
});

test('500, 429 and 408 are tried again, not before Retry-After; 404 is final, with the words of the problem', async () => {
  const simulation = new Simulation();
  simulation.server.answer(
    problemAnswer(503, 'closed', { 'Retry-After': '10' }),
    new Response('slow down', { status: 429 }),
    new Response(null, { status: 408 }),
    problemAnswer(400, 'invalid-pattern'),
  );
  const client = await connect({}, simulation);
  expect(client.last).toMatchObject({ phase: 'waiting', delayMs: 10_500, because: { code: 'closed', status: 503 } });
  await client.clock.advance(10_499);
  expect(client.server.asked).toHaveLength(1);
  await client.clock.advance(1);
  expect(client.last).toMatchObject({ phase: 'waiting', delayMs: 5250, because: { status: 429 } });
  await client.clock.advance(5250);
  expect(client.last).toMatchObject({ phase: 'waiting', delayMs: 7875, because: { status: 408 } });
  await client.clock.advance(7875);
  expect(client.last).toMatchObject({
    phase: 'closed',
    error: { code: 'invalid-pattern', message: 'what invalid-pattern means', status: 400 },
  });
  await client.clock.advance(600_000);
  expect(client.server.asked).toHaveLength(4);
});

test('a token is asked for again with each attempt, and once more at once on 401', async () => {
  const simulation = new Simulation();
  simulation.server.answer(problemAnswer(401, 'unauthorized'));
  let tokens = 0;
  const client = await connect({ token: () => `token-${++tokens}` }, simulation);
  expect(client.phases).toEqual(['connecting', 'open']);
  expect(client.server.asked.map(({ header }) => header('authorization'))).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);

  client.server.answer(problemAnswer(401, 'unauthorized'), problemAnswer(403, 'forbidden'));
  client.server.stream.cut();
  await client.clock.advance(2000);
  expect(tokens).toBe(4);
  expect(client.last).toMatchObject({ phase: 'closed', error: { code: 'forbidden', status: 403 } });
});

test('a token function that fails is asked again later', async () => {
  const failure = new Error('the identity provider is down');
  let isDown = true;
  const client = await connect({
    token: async () => {
      if (isDown) throw failure;
      return 'token';
    },
  });
  expect(client.last).toMatchObject({
    phase: 'waiting',
    because: { code: 'authorization-unavailable', cause: failure },
  });
  expect(client.server.asked).toEqual([]);
  isDown = false;
  await client.clock.advance(1000);
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
});

test('a server that does not answer in time is left', async () => {
  const simulation = new Simulation();
  simulation.server.answer(() => new Promise(() => {}));
  const client = await connect({ connectTimeoutMs: 2000, longPolling: 'never' }, simulation);
  await client.clock.advance(1999);
  expect(client.states).toEqual([]);
  await client.clock.advance(1);
  expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
  expect(client.server.asked[0]?.signal.aborted).toBe(true);
});

test('a stream that is silent for twice its heartbeat is dead; anything that is heard keeps it alive', async () => {
  const client = await connect({ longPolling: 'never' });
  await client.clock.advance(29_999);
  client.server.stream.write(':\n');
  await client.clock.advance(29_999);
  expect(client.last).toMatchObject({ phase: 'open' });
  await client.clock.advance(1);
  expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
  expect(client.server.stream.isLeft).toBe(true);
});

test.each([
  { comment: 'counts in its heartbeats', text: ':\n: heartbeat 1000\n: heartbeat 2000\n' },
  { comment: 'opens with a count', text: ': heartbeat 1\n: heartbeat 2\n' },
  { comment: 'speaks of heartbeats after a field', text: 'event: x\n: heartbeat 1000\n' },
  { comment: 'speaks of heartbeats after an event', text: 'data: x\n\n: heartbeat 1000\n' },
])('a server that $comment sets no silence limit', async ({ text }) => {
  const simulation = new Simulation();
  simulation.server.answer(simulation.server.open(text));
  const client = await connect({ method: 'POST' }, simulation);
  await client.clock.advance(3_600_000);
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  expect(client.server.asked).toHaveLength(1);
});

test('the silence limit of the opening comment is not changed by a later one', async () => {
  const client = await connect({ longPolling: 'never' });
  client.server.stream.write(': heartbeat 1000\n');
  await client.clock.advance(29_999);
  expect(client.last).toMatchObject({ phase: 'open' });
  await client.clock.advance(1);
  expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
});

test('a stream that promises no heartbeat may be silent', async () => {
  const simulation = new Simulation();
  simulation.server.answer(simulation.server.open('data: hello\n\n'));
  const client = await connect({}, simulation);
  await client.clock.advance(3_600_000);
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  expect(client.phases).toEqual(['open']);
});

test('a paused connection reads nothing more, and its silence does not count', async () => {
  const client = await connect();
  client.feed.pause();
  client.server.stream.write('data: already asked for\n\n');
  await client.clock.settle();
  const { pulls } = client.server.stream;
  await client.clock.advance(3_600_000);
  expect(client.server.stream.pulls).toBe(pulls);
  expect(client.data).toEqual([]);
  expect(client.last).toMatchObject({ phase: 'open' });
  client.feed.resume();
  client.server.stream.write('data: more\n\n');
  await client.clock.settle();
  expect(client.data).toEqual(['already asked for', 'more']);
  await client.clock.advance(30_000);
  expect(client.last).toMatchObject({ phase: 'waiting' });
});

test('a feed that closes itself inside a handler tells nothing more', async () => {
  const simulation = new Simulation();
  const told: string[] = [];
  const feed = openConnection(
    { url },
    {
      event({ data }) {
        told.push(data);
        feed.close();
      },
      gap: () => told.push('gap'),
      cursor: () => told.push('cursor'),
      state: ({ phase }) => told.push(phase),
    },
    simulation.environment,
  );
  await simulation.clock.settle();
  simulation.server.stream.write('data: one\n\ndata: two\n\nid: 7\n\n');
  await simulation.clock.settle();
  expect(told).toEqual(['open', 'one', 'closed']);
  expect(simulation.server.stream.isLeft).toBe(true);
  expect(simulation.pageFollowers).toBe(0);
});

test('a feed that is closed at once asks for nothing', async () => {
  const simulation = new Simulation();
  const states: string[] = [];
  const feed = openConnection(
    { url },
    { event: () => {}, gap: () => {}, cursor: () => {}, state: ({ phase }) => states.push(phase) },
    simulation.environment,
  );
  feed.close();
  await simulation.clock.settle();
  expect(states).toEqual(['closed']);
  expect(simulation.server.asked).toEqual([]);
  expect(simulation.pageFollowers).toBe(0);
});

test('a page that opens hidden, and is to close when hidden, connects when it is seen', async () => {
  const simulation = new Simulation();
  await simulation.turnPage({ hidden: true });
  const client = await connect({ whenHidden: 'close' }, simulation);
  expect(client.states).toEqual([{ phase: 'paused', because: 'hidden' }]);
  expect(client.server.asked).toEqual([]);
  await simulation.turnPage({ hidden: false });
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  await simulation.turnPage({ hidden: true });
  expect(client.server.stream.isLeft).toBe(true);
});

test('without a network it waits for one, and looks by itself now and then', async () => {
  const client = await connect();
  await client.simulation.turnPage({ offline: true });
  client.server.answer(() => Promise.reject(new TypeError('no network')));
  client.server.stream.cut();
  await client.clock.settle();
  expect(client.last).toEqual({ phase: 'paused', because: 'offline' });
  await client.clock.advance(30_000);
  expect(client.server.asked).toHaveLength(2);
  expect(client.last).toEqual({ phase: 'paused', because: 'offline' });
  await client.simulation.turnPage({ offline: false });
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  expect(client.server.asked).toHaveLength(3);
});

test('a thawed page resumes from its cursor', async () => {
  const client = await connect();
  client.server.stream.write('id: e1-9\ndata: before\n\n');
  await client.clock.settle();
  await client.simulation.turnPage({ frozen: true });
  expect(client.last).toEqual({ phase: 'paused', because: 'frozen' });
  expect(client.server.stream.isLeft).toBe(true);
  await client.simulation.turnPage({ frozen: false });
  expect(client.server.last.header('last-event-id')).toBe('e1-9');
});

test('reconnect connects anew at once, whatever the wait', async () => {
  const simulation = new Simulation();
  simulation.server.answer(new Response(null, { status: 503, headers: { 'Retry-After': '3600' } }));
  const client = await connect({}, simulation);
  client.feed.reconnect();
  await client.clock.settle();
  expect(client.phases).toEqual(['waiting', 'connecting', 'open']);
  const first = client.server.stream;
  client.feed.reconnect();
  await client.clock.settle();
  expect(first.isLeft).toBe(true);
  expect(client.phases).toEqual(['waiting', 'connecting', 'open', 'connecting', 'open']);
});

test('where a proxy holds the stream back it falls back to pages, says so, and later tries the stream again', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  // The headers pass, and nothing else.
  server.answer(server.open(''), pageAnswer('e1-4'), pageAnswer('e1-4'));
  const event = { id: 'e1-5', topic: ['a', 'b'], event: 'paid', data: '{}', time: 0 };
  const wait: ((response: Response) => void)[] = [];
  const waiting = () => new Promise<Response>((resolve) => wait.push(resolve));
  server.answer(waiting, waiting, waiting);

  const client = await connect({ topics: ['a', 'b'], since: 'earliest' }, simulation);
  await client.clock.advance(4999);
  expect(server.asked).toHaveLength(1);
  await client.clock.advance(1);
  expect(client.phases).toEqual(['connecting', 'open']);
  expect(client.last).toEqual({ phase: 'open', transport: 'long-polling' });
  expect(server.stream.isLeft).toBe(true);
  for (const asked of server.asked.slice(1, 3)) {
    expect(asked.header('accept')).toBe('application/json');
    expect(asked.url.searchParams.get('wait')).toBe('0');
  }
  expect(client.cursors).toEqual(['e1-4']);

  expect(server.asked[3]?.url.searchParams.get('wait')).toBe('25');
  expect(server.asked[3]?.header('last-event-id')).toBe('e1-4');
  wait[0]?.(pageAnswer('e1-6', [event], { reason: 'trimmed', after: 'e1-4' }));
  await client.clock.settle();
  expect(client.gaps).toEqual([{ reason: 'trimmed', after: 'e1-4', lastEventId: 'e1-4' }]);
  expect(client.events).toEqual([{ type: 'paid', data: '{}', lastEventId: 'e1-5', topics: ['a', 'b'] }]);
  expect(client.cursors).toEqual(['e1-4', 'e1-6']);

  // A page that is empty is followed by the next, not at once.
  wait[1]?.(pageAnswer('e1-6'));
  await client.clock.settle();
  expect(server.asked).toHaveLength(5);
  await client.clock.advance(1000);
  expect(server.asked).toHaveLength(6);

  client.simulation.clock.pass(600_000);
  wait[2]?.(pageAnswer('e1-8'));
  await client.clock.settle();
  expect(server.last.header('accept')).toBe('text/event-stream');
  expect(server.last.header('last-event-id')).toBe('e1-8');
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
});

test('a subscription from now on that falls back before it had a cursor reports a gap, and then misses nothing', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  const next = { id: 'e1-5', topic: 'a', data: 'next', time: 0 };
  server.answer(server.open(''), pageAnswer('e1-4'), pageAnswer('e1-4'), pageAnswer('e1-5', [next]));
  server.answer(() => new Promise(() => {}));
  const client = await connect({ topics: ['a'] }, simulation);
  await client.clock.advance(5000);
  expect(client.gaps).toEqual([{ reason: 'buffered', after: '', lastEventId: 'e1-4' }]);
  expect(client.cursors[0]).toBe('e1-4');
  expect(client.data).toEqual(['next']);
});

test.each<{ name: string; options: Partial<FeedRequest>; opening: string }>([
  { name: 'has a cursor', options: { lastEventId: 'e1-2' }, opening: '' },
  { name: 'has a cursor in its URL', options: { url: `${url}?last_event_id=e1-2` }, opening: '' },
  { name: 'begins with what is kept', options: { since: 'earliest' }, opening: '' },
  { name: 'begins with what is kept, by its URL', options: { url: `${url}?since=latest` }, opening: '' },
  { name: 'got a cursor by the opening block', options: {}, opening: ': heartbeat 15000 unique-ids\nid: e1-3\n\n' },
])('a subscription that $name falls back without a gap', async ({ options, opening }) => {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(opening), pageAnswer('e1-4'), pageAnswer('e1-4'), () => new Promise(() => {}));
  const client = await connect(options, simulation);
  await client.clock.advance(30_000);
  expect(client.last).toEqual({ phase: 'open', transport: 'long-polling' });
  expect(client.gaps).toEqual([]);
});

test('a subscription that always asks for pages begins with its first page, without a gap', async () => {
  const simulation = new Simulation();
  simulation.server.answer(pageAnswer('e1-4'), () => new Promise(() => {}));
  const client = await connect({ longPolling: 'always' }, simulation);
  expect(client.last).toEqual({ phase: 'open', transport: 'long-polling' });
  expect(client.gaps).toEqual([]);
});

test('a stream that delivers nothing but its opening within the promised heartbeat is held back: pages take over', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(': heartbeat 15000 unique-ids\nid: e1-3\n\n'), pageAnswer('e1-3'), pageAnswer('e1-3'));
  server.answer(() => new Promise(() => {}));
  const client = await connect({}, simulation);
  await client.clock.advance(22_499);
  expect(server.asked).toHaveLength(1);
  await client.clock.advance(1);
  expect(client.last).toEqual({ phase: 'open', transport: 'long-polling' });
  expect(server.asked[2]?.header('last-event-id')).toBe('e1-3');
});

test('the request for a page beside a stream has the cursor of the opening block', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(': heartbeat 1000\nid: 5\n\n'), () => new Promise(() => {}));
  const client = await connect({}, simulation);
  await client.clock.advance(1500);
  expect(server.asked[1]?.header('last-event-id')).toBe('5');
});

test.each([{ chunks: [[], [0xef], [0xbb, 0xbf, 0x3a]] }, { chunks: [[], [0x3a]] }])(
  'the opening comment is read however the stream is cut: $chunks',
  async ({ chunks }) => {
    const bytes = [...chunks.map((chunk) => Uint8Array.from(chunk)), new TextEncoder().encode(' heartbeat 1000\n')];
    const simulation = new Simulation();
    simulation.server.answer(() => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => bytes.forEach((each) => controller.enqueue(each)),
      });
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
    });
    const client = await connect({ longPolling: 'never' }, simulation);
    await client.clock.advance(2000);
    expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
  },
);

test('a POST whose line takes long is not sent again', async () => {
  const simulation = new Simulation();
  simulation.server.answer(simulation.server.open('data: '));
  const client = await connect({ method: 'POST' }, simulation);
  await client.clock.advance(600_000);
  client.server.stream.write('thought\n\n');
  await client.clock.settle();
  expect(client.data).toEqual(['thought']);
});

test('a stream that delivers its heartbeats, or an event, is not held back', async () => {
  for (const text of [':\n', 'data: x\n\n']) {
    const client = await connect();
    client.server.stream.write(text);
    await client.clock.advance(29_999);
    expect(client.server.asked).toHaveLength(1);
    await client.clock.advance(1);
    expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
  }
});

test('a stream that is silent after its opening, and whose server answers nothing else, is dead after twice its heartbeat', async () => {
  const simulation = new Simulation();
  const { server } = simulation;
  server.answer(server.open(), () => new Promise(() => {}));
  const client = await connect({}, simulation);
  await client.clock.advance(29_999);
  expect(client.phases).toEqual(['open']);
  await client.clock.advance(1);
  expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
  expect(server.asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});

describe('a GET whose first byte is late', () => {
  test('is asked for a page once, and read as a stream where the server has no pages', async () => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    const client = await connect({}, simulation);
    await client.clock.advance(5000);
    expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
    await client.clock.advance(3_600_000);
    server.stream.write('data: at last\n\n');
    await client.clock.settle();
    expect(client.data).toEqual(['at last']);
    expect(server.asked).toHaveLength(2);
  });

  test('is read although a page was asked for meanwhile, and that request is aborted', async () => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), () => new Promise(() => {}));
    const client = await connect({}, simulation);
    await client.clock.advance(6000);
    server.stream.write('data: late\n\n');
    await client.clock.advance(3_600_000);
    expect(client.data).toEqual(['late']);
    expect(client.phases).toEqual(['open']);
    expect(server.asked.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  });

  test('is read from whichever answer brings bytes first, where a server answers everything with a stream', async () => {
    for (const first of [0, 1]) {
      const simulation = new Simulation();
      const { server } = simulation;
      server.answer(server.open(''), server.open(''));
      const client = await connect({}, simulation);
      await client.clock.advance(5000);
      expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
      server.streams[first]?.write('data: one\n\n');
      await client.clock.settle();
      server.streams[first]?.write('data: two\n\n');
      await client.clock.advance(3_600_000);
      expect(client.data).toEqual(['one', 'two']);
      expect(client.phases).toEqual(['open']);
      expect(server.streams.map(({ isLeft }) => isLeft)).toEqual([first === 1, first === 0]);
      expect(server.asked).toHaveLength(2);
    }
  });

  test.each([
    { answer: 'fails', respond: () => Promise.reject(new TypeError('no network')) },
    { answer: 'is 503', respond: () => problemAnswer(503, 'closed') },
    { answer: 'is 401', respond: () => problemAnswer(401, 'unauthorized') },
  ])('is left alone where the request for a page $answer, and a page is asked for again', async ({ respond }) => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), respond, pageAnswer('e1-4'), pageAnswer('e1-4'), () => new Promise(() => {}));
    const client = await connect({ since: 'earliest' }, simulation);
    await client.clock.advance(9999);
    expect(client.states).toEqual([]);
    expect(server.stream.isLeft).toBe(false);
    await client.clock.advance(1);
    expect(client.last).toEqual({ phase: 'open', transport: 'long-polling' });
  });

  test('is read although the request for a page failed', async () => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), () => Promise.reject(new TypeError('no CORS')));
    const client = await connect({}, simulation);
    await client.clock.advance(6000);
    server.stream.write('data: late\n\n');
    await client.clock.advance(3_600_000);
    expect(client.data).toEqual(['late']);
    expect(server.asked).toHaveLength(2);
  });

  test('is read where the server answers the request for a page with other JSON', async () => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), Response.json({ status: 'running' }));
    const client = await connect({}, simulation);
    await client.clock.advance(60_000);
    server.stream.write('data: late\n\n');
    await client.clock.settle();
    expect(client.data).toEqual(['late']);
    expect(server.asked).toHaveLength(2);
  });

  test('goes on where the stream in answer to the request for a page ends without a byte', async () => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), new Response('', { headers: { 'Content-Type': 'text/event-stream' } }));
    const client = await connect({}, simulation);
    await client.clock.advance(6000);
    server.stream.write('data: late\n\n');
    await client.clock.advance(3_600_000);
    expect(client.data).toEqual(['late']);
    expect(client.phases).toEqual(['open']);
  });

  test('delivers each event once where both streams bring it in the same turn', async () => {
    const simulation = new Simulation();
    const { server } = simulation;
    server.answer(server.open(''), server.open(''));
    const client = await connect({}, simulation);
    await client.clock.advance(5000);
    for (const stream of server.streams) stream.write('data: one\n\n');
    await client.clock.settle();
    for (const stream of server.streams) stream.write('data: two\n\n');
    await client.clock.settle();
    expect(client.data).toEqual(['one', 'two']);
    expect(server.streams.filter(({ isLeft }) => !isLeft)).toHaveLength(1);
  });
});

test('a stream in answer to a request for a page is read as a stream', async () => {
  const client = await connect({ longPolling: 'always' });
  expect(client.server.asked[0]?.header('accept')).toBe('application/json');
  expect(client.last).toEqual({ phase: 'open', transport: 'stream' });
  client.server.stream.write('id: 7\ndata: one\n\n');
  await client.clock.settle();
  client.server.stream.cut();
  await client.clock.advance(1000);
  client.server.stream.write('data: two\n\n');
  await client.clock.settle();
  expect(client.data).toEqual(['one', 'two']);
  expect(client.server.asked.map(({ header }) => header('accept'))).toEqual(['application/json', 'text/event-stream']);
});

test('a poll that is cut short by a proxy is dropped after its own time', async () => {
  const simulation = new Simulation();
  simulation.server.answer(pageAnswer('e1-4'), () => new Promise(() => {}));
  const client = await connect({ longPolling: 'always', connectTimeoutMs: 2000 }, simulation);
  expect(client.last).toEqual({ phase: 'open', transport: 'long-polling' });
  await client.clock.advance(26_999);
  expect(client.phases).toEqual(['open']);
  await client.clock.advance(1);
  expect(client.last).toMatchObject({ phase: 'waiting', because: { code: 'timeout' } });
});

test('JSON that is no page is final where there is to be nothing else', async () => {
  const simulation = new Simulation();
  simulation.server.answer(Response.json({ hello: 'world' }));
  const client = await connect({ longPolling: 'always' }, simulation);
  expect(client.last).toMatchObject({ phase: 'closed', error: { code: 'unexpected-content-type' } });
});
