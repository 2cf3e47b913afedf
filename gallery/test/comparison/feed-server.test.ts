import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../../packages/hub/test/support/temporary-folder.ts';
import { type Feed, openFeed } from '../../comparison/feed/feed.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';

interface Page {
  readonly cursor: string;
  readonly events: readonly { readonly number: number }[];
}

async function open(folder: string, idleMs?: number): Promise<Feed> {
  const feed = await openFeed(folder, idleMs);
  onTestFinished(() => feed[Symbol.asyncDispose]());
  feed.setPerSecond(20);
  return feed;
}

async function poll(feed: Feed, cursor = '', way = 'polling'): Promise<Page> {
  const answer = await fetch(`http://127.0.0.1:${feed.port}/${way}?run=test&after=${cursor}`);
  return (await answer.json()) as Page;
}

test('a poll begins now, and the next ones go on from its cursor without hole or double', async () => {
  const feed = await open(await temporaryFolder());
  let { cursor, events } = await poll(feed);
  expect(events).toEqual([]);
  const numbers: number[] = [];
  while (numbers.length < 20) {
    ({ cursor, events } = await poll(feed, cursor, numbers.length % 2 === 0 ? 'polling' : 'long-polling'));
    numbers.push(...events.map(({ number }) => number));
  }
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  const counts = feed.wire.countsOf('test');
  expect(counts['polling']?.empty).toBeGreaterThan(0);
  expect(counts['long-polling']?.empty).toBe(0);
});

test('a restart keeps the port, the events before it, and those that were made meanwhile', async () => {
  const feed = await open(await temporaryFolder());
  const { cursor } = await poll(feed);
  await vi.waitFor(() => expect(feed.newest).toBeGreaterThan(3), patient);
  const before = feed.newest;
  const restarting = feed.restart();
  await expect(poll(feed, cursor)).rejects.toThrow();
  const { downMs } = await restarting;
  expect(downMs).toBeGreaterThanOrEqual(2_000);
  await vi.waitFor(() => expect(feed.newest).toBeGreaterThan(before + 10), patient);
  const { events } = await poll(feed, cursor);
  const first = events[0]?.number ?? 0;
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => first + index));
  expect(first).toBeLessThanOrEqual(before);
});

test('numbers go on where they were when the feed is opened again, on the same port', async () => {
  const folder = await temporaryFolder();
  const feed = await openFeed(folder);
  feed.setPerSecond(20);
  const { cursor } = await poll(feed);
  await vi.waitFor(() => expect(feed.newest).toBeGreaterThan(3), patient);
  await feed[Symbol.asyncDispose]();
  const again = await open(folder);
  expect(again.port).toBe(feed.port);
  expect(again.newest).toBeGreaterThan(3);
  await poll(again);
  const before = again.newest;
  await vi.waitFor(() => expect(again.newest).toBeGreaterThan(before + 2), patient);
  const { events } = await poll(again, cursor);
  const first = events[0]?.number ?? 0;
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => first + index));
});

test('the feed rests while nobody looks', async () => {
  const feed = await open(await temporaryFolder(), 300);
  const leaving = new AbortController();
  // In a variable: when the garbage collector takes a response whose body nobody reads, its connection closes.
  const stream = await fetch(`http://127.0.0.1:${feed.port}/events?topic=paid&run=test`, { signal: leaving.signal });
  // An open stream is somebody who looks.
  await vi.waitFor(() => expect(feed.newest).toBeGreaterThan(20), patient);
  expect(stream.status).toBe(200);
  leaving.abort();
  await vi.waitFor(async () => {
    const before = feed.newest;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(feed.newest).toBe(before);
  }, patient);
});

test('pages of other sites are turned away', async () => {
  const feed = await open(await temporaryFolder());
  const url = `http://127.0.0.1:${feed.port}/polling?run=test`;
  expect((await fetch(url, { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403);
  expect((await fetch(url, { headers: { origin: 'http://localhost:3000' } })).status).toBe(200);
});
