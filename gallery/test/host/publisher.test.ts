import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { createHub, type Hub, type PublishEvent } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { createPublisher, type Publisher } from '../../host/publisher.ts';

let hub: Hub;
let port: number;
let publisher: Publisher;
let server: Server | undefined;
let dropped: string[];
let refused: string[];

beforeEach(async () => {
  hub = createHub();
  port = await freePort();
  dropped = [];
  refused = [];
  publisher = createPublisher({
    url: `http://127.0.0.1:${port}/events`,
    queueEvents: 3,
    onDropped: ({ id = '' }) => dropped.push(id),
    onRefused: ({ message }) => refused.push(message),
  });
});

afterEach(async () => {
  await publisher[Symbol.asyncDispose]();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await hub.close();
});

async function listen(listener: RequestListener = createNodeEventsHandler(hub)): Promise<void> {
  server = createServer(listener);
  await once(server.listen(port, '127.0.0.1'), 'listening');
}

function offer(...ids: readonly string[]): void {
  for (const id of ids) publisher.offer({ topic: 'host/test', id, data: id });
}

/** The ids that the hub's log holds, once the last of them is `last`. */
async function loggedUntil(last: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  while (ids.at(-1) !== last) {
    const page = await hub.page({ topics: ['*'], since: 'earliest', cursor, waitMs: 10_000 });
    ids.push(...page.events.map(({ id }) => id));
    ({ cursor } = page);
  }
  return ids;
}

test('events that are offered while the hub is away are delivered in order when it comes', async () => {
  const handle = createNodeEventsHandler(hub);
  let requests = 0;
  await listen((req, res) => {
    requests += 1;
    if (requests > 2) void handle(req, res);
    else req.socket.destroy();
  });
  offer('a', 'b', 'c');
  expect(await loggedUntil('c')).toEqual(['a', 'b', 'c']);
  offer('d');
  expect(await loggedUntil('d')).toEqual(['a', 'b', 'c', 'd']);
});

test('events that the hub took without being able to say so are sent again, and logged once', async () => {
  const handle = createNodeEventsHandler(hub);
  const unanswered: string[] = [];
  await listen(async (req, res) => {
    if (unanswered.length === 3) return handle(req, res);
    const batch: readonly PublishEvent[] = JSON.parse(await text(req));
    await hub.publish(batch);
    unanswered.push(batch.map(({ id }) => id).join());
    req.socket.destroy();
  });
  offer('a', 'b');
  offer('c');
  expect(await loggedUntil('c')).toEqual(['a', 'b', 'c']);
  expect(unanswered).toEqual(['a', 'a', 'a']);
});

test('what is beyond the bound of the queue costs the oldest events that wait, and is told', async () => {
  // The first is under way at once, so that three more may wait.
  offer('a', 'b', 'c', 'd', 'e', 'f');
  expect(dropped).toEqual(['b', 'c']);
  await listen();
  expect(await loggedUntil('f')).toEqual(['a', 'd', 'e', 'f']);
});

test('what the hub refuses is told and not tried again, and what follows is delivered', async () => {
  await listen();
  publisher.offer({ topic: 'a/*', id: 'never', data: '' });
  offer('after');
  expect(await loggedUntil('after')).toEqual(['after']);
  expect(refused).toEqual([expect.stringContaining('invalid-topic')]);
});
