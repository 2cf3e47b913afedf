import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createHub, type Hub } from 'spillway';
import { subscribe } from 'spillway/client';
import { createNodeEventsHandler } from 'spillway/node';
import { expect, onTestFinished, test } from 'vitest';
import { slowLine } from '../../../use-cases/prices/slow-line.ts';

const symbols = Array.from({ length: 20 }, (_, index) => `S${index}`);
/** So many bytes that a thousand are far more than the line carries within the test. */
const padding = 'x'.repeat(1000);

/** A hub with a slow line to it. */
async function openLine(): Promise<{ readonly hub: Hub; readonly url: string }> {
  const hub = createHub({ tapeBytes: 1024 });
  const app = express().all('/events', slowLine, createNodeEventsHandler(hub));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await hub.close();
    server.closeAllConnections();
    server.close();
  });
  return { hub, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events` };
}

async function publishRounds(hub: Hub, from: number, to: number): Promise<void> {
  for (let round = from; round < to; round += 1) {
    await hub.publish(symbols.map((symbol) => ({ topic: symbol, key: 'price', data: { round, padding } })));
  }
}

async function read(url: string, until: (received: readonly string[]) => boolean): Promise<readonly string[]> {
  const received: string[] = [];
  using prices = subscribe(url, { topics: ['*'], since: 'earliest' });
  for await (const { data, topics } of prices) {
    received.push(`${topics[0]} ${(JSON.parse(data) as { readonly round: number }).round}`);
    if (until(received)) break;
  }
  return received;
}

const lastOf = (round: number) => symbols.map((symbol) => `${symbol} ${round}`);

test(
  'over a slow line a subscriber gets the newest of each key instead of a backlog, in the order of the log',
  { timeout: 240_000 },
  async () => {
    const { hub, url } = await openLine();
    await publishRounds(hub, 0, 1);
    let published: Promise<void> | undefined;
    const received = await read(`${url}?line=40000`, (all) => {
      // It is live: now a thousand events come at once.
      if (all.length === symbols.length) published = publishRounds(hub, 1, 51);
      return all.filter((each) => each.endsWith(' 50')).length === symbols.length;
    });
    await published;
    expect(received.slice(0, symbols.length)).toEqual(lastOf(0));
    expect(received.slice(-symbols.length)).toEqual(lastOf(50));
    expect(received.length).toBeLessThan(500);
    expect(new Set(received).size).toBe(received.length);
  },
);

test('without a line in the query all goes as fast as it can', { timeout: 240_000 }, async () => {
  const { hub, url } = await openLine();
  await publishRounds(hub, 0, 1);
  const received = await read(url, (all) => {
    if (all.length === symbols.length) void publishRounds(hub, 1, 11);
    return all.filter((each) => each.endsWith(' 10')).length === symbols.length;
  });
  expect(received).toEqual(Array.from({ length: 11 }, (_, round) => lastOf(round)).flat());
});
