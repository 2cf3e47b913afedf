import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startEventServer } from './event-server.ts';
import { load, sound } from './load.ts';

const steadily = { subscribers: 5, rate: 400 };

describe('the report says that', () => {
  test('a good server delivered everything once, in order', async () => {
    const report = await load({ ...(await startEventServer()), subscribers: 6, topics: 3, rate: 600, publishers: 2 });
    expect(report.integrity).toEqual(sound);
    expect(report.connecting).toMatchObject({ failed: 0, latency: { count: 6 } });
    expect(report.window).toMatchObject({
      seconds: expect.closeTo(0.5, 1),
      acknowledged: 300,
      refused: 0,
      deliveries: 600,
    });
    // How many of them arrive within half a second is up to the machine.
    expect(report.window.deliveriesPerSecond).toBeGreaterThan(0);
    expect(report.window.bytesReceived).toBeGreaterThan(0);
    expect([report.latency.count, report.publishLatency.count]).toEqual([600, 300]);
  });

  test('one event was lost to one subscriber', async () => {
    const server = await startEventServer({
      deliver({ subscriber, number, data, send }) {
        if (subscriber !== 2 || number !== 50) send(data);
      },
    });
    const report = await load({ ...server, ...steadily, drain: 4 });
    expect(report.integrity).toEqual({ ...sound, missing: 1 });
    expect(report.window.deliveries).toBe(200 * 5 - 1);
  });

  test('the last event was lost', async () => {
    const server = await startEventServer({
      deliver({ subscriber, number, data, send }) {
        if (subscriber !== 2 || number !== 200) send(data);
      },
    });
    expect((await load({ ...server, ...steadily, drain: 4 })).integrity).toEqual({ ...sound, missing: 1 });
  });

  test('one event came twice', async () => {
    const server = await startEventServer({
      deliver({ subscriber, number, data, send }) {
        send(data);
        if (subscriber === 3 && number === 60) send(data);
      },
    });
    expect((await load({ ...server, ...steadily })).integrity).toEqual({ ...sound, doubled: 1 });
  });

  test('two events changed places', async () => {
    let held = '';
    const server = await startEventServer({
      deliver({ subscriber, number, data, send }) {
        if (subscriber === 1 && number === 70) held = data;
        else send(data);
        if (subscriber === 1 && number === 71) send(held);
      },
    });
    expect((await load({ ...server, ...steadily })).integrity).toEqual({ ...sound, outOfOrder: 1 });
  });

  test.each(['ended', 'broken'])('a stream was %s, and what was missed since', async (how) => {
    const server = await startEventServer({
      deliver({ subscriber, number, data, send, response }) {
        if (subscriber !== 4 || number < 150) send(data);
        else if (how === 'ended') response.end();
        else response.destroy();
      },
    });
    const report = await load({ ...server, ...steadily, drain: 4 });
    expect(report.integrity).toEqual({ ...sound, dropped: 1, missing: 51 });
    expect(report.timeline.at(-1)?.open).toBe(4);
  });

  test('the storm missed what was published while it was away, of a server without memory', async () => {
    let streams = 0;
    let published = 0;
    let publishedBeforeReturn = 0;
    const server = await startEventServer({
      refuse() {
        if (++streams === 6) publishedBeforeReturn = published;
        return false;
      },
      deliver({ number, data, send }) {
        published = number;
        send(data);
      },
    });
    const report = await load({ ...server, ...steadily, storm: 1, behind: 30, drain: 4 });
    expect(streams).toBe(6);
    expect(report.integrity).toEqual(sound);
    // What it saw before and after is all there; what came between is lost.
    expect(report.storm).toMatchObject({ subscribers: 1, integrity: { doubled: 0, outOfOrder: 0, dropped: 0 } });
    expect(report.storm?.behind).toBeGreaterThanOrEqual(30);
    expect(report.storm?.integrity.missing).toBeGreaterThanOrEqual(30);
    expect(report.storm?.integrity.missing).toBeLessThanOrEqual(publishedBeforeReturn);
  });

  test('events were refused, and neither misses them nor minds if they come', async () => {
    const server = await startEventServer({
      post({ number, take, response }) {
        const isRefused = number % 10 === 0;
        if (!isRefused || number % 20 === 0) take();
        response.writeHead(isRefused ? 503 : 200).end(isRefused ? 'there is no room for any more' : 'fine');
      },
    });
    const report = await load({ ...server, ...steadily });
    expect(report.integrity).toEqual(sound);
    expect(report.window).toMatchObject({
      acknowledged: 180,
      refused: 20,
      reason: 'the server answered 503 Service Unavailable: there is no room for any more',
    });
  });

  test('subscribers were refused, and counts on the others alone', async () => {
    const server = await startEventServer({
      refuse(subscriber, response) {
        if (subscriber > 3) response.writeHead(503).end('{"detail":"full"}');
        return subscriber > 3;
      },
    });
    const report = await load({ ...server, ...steadily });
    expect(report.connecting).toMatchObject({
      failed: 2,
      reason: 'the server answered 503 Service Unavailable: {"detail":"full"}',
    });
    expect(report.integrity).toEqual(sound);
    expect(report.window.deliveries).toBe(200 * 3);
  });

  test('posts were never answered', async () => {
    const server = await startEventServer({ post: ({ take }) => take() });
    const report = await load({ ...server, ...steadily, publishers: 2, drain: 4 });
    expect(report.window).toMatchObject({
      acknowledged: 0,
      refused: 2,
      reason: 'no answer came before the test ended',
    });
    expect(report.integrity).toEqual(sound);
    expect(report.generator.warnings.join()).toContain('The server did not take 400 events a second from 2 publishers');
  });

  test('connections of publishers were lost, and goes on with others', async () => {
    const server = await startEventServer({
      post({ number, take, response }) {
        if (number % 50 === 0) {
          response.destroy();
          return;
        }
        take();
        response.writeHead(200, { connection: number % 3 === 0 ? 'close' : 'keep-alive' }).end('ok');
      },
    });
    const report = await load({ ...server, ...steadily });
    expect(report.window).toMatchObject({
      acknowledged: 196,
      refused: 4,
      reason: expect.stringMatching(/closed the connection|ECONNRESET/) as string,
    });
    expect(report.integrity).toEqual(sound);
  });
});

describe('latency', () => {
  test('of publishing is apart from that of delivery', async () => {
    const server = await startEventServer({
      post({ take, response }) {
        take();
        setTimeout(() => response.writeHead(202).end(), 1000);
      },
    });
    const report = await load({ ...server, rate: 100, publishers: 60 });
    expect(report.publishLatency.p50).toBeGreaterThanOrEqual(999);
    expect(report.latency.p50).toBeLessThan(report.publishLatency.p50 / 2);
  });

  // A generator that waits for the server before it sends again would find just one slow event here.
  test('counts from when an event was due: who stalls for 300 ms is slow for all events of that time', async () => {
    const server = await startEventServer({
      async post({ number, take, response }) {
        if (number === 100) await delay(300);
        take();
        response.writeHead(204).end();
      },
    });
    const { latency, publishLatency, generator, integrity } = await load({ ...server, rate: 200, duration: 1 });
    expect(integrity).toEqual(sound);
    for (const { max, p90, count } of [latency, publishLatency]) {
      expect(count).toBe(200);
      expect(max).toBeGreaterThanOrEqual(295);
      // About 60 of the 200 were due meanwhile; a third of them waited for 200 ms or longer.
      expect(p90).toBeGreaterThanOrEqual(180);
    }
    expect(generator.publishDelay.max).toBeGreaterThanOrEqual(250);
    expect(generator.warnings.join()).toContain('after it was due');
  });
});

test('a batch is a line for each event, which share a due time', async () => {
  const bodies: string[] = [];
  const server = await startEventServer({
    deliver({ data, send }) {
      bodies.push(data);
      send(data);
    },
  });
  // The server takes all lines for one event's data: the events in it count nevertheless.
  const report = await load({ ...server, rate: 800, batch: 4, publishBody: 'data {data}', subscribers: 1 });
  expect(report.window).toMatchObject({ acknowledged: 400, deliveries: 400 });
  expect(report.integrity).toEqual(sound);
  expect(bodies).toHaveLength(100);
  expect(bodies[1]).toMatch(/^(?:data ~\w{4}\.0000\.00000000[5-8]\.(\d{10})\.x+\n){4}$/);
});
