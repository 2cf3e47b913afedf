import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStream } from '../node/stream-client.ts';
import { floodItem, floodItems } from './fixtures/site.ts';
import { bun, deno, reasonToSkip, run } from './runtime.ts';
import type { Running, Runtime } from './runtime.ts';

interface FetchServer {
  readonly name: string;
  readonly runtime: Runtime;
  readonly fixture: string;
  readonly args: readonly string[];
  readonly heartbeat: string;
  /** Bun.serve does not compress by itself. */
  readonly compresses: boolean;
}

// Bun.serve closes connections that are silent for 10 seconds.
const bunHeartbeat = 'heartbeat 8000';

const servers: readonly FetchServer[] = [
  { name: 'Bun.serve', runtime: bun, fixture: 'bun-server.ts', heartbeat: bunHeartbeat, args: [], compresses: false },
  {
    name: 'Deno.serve',
    runtime: deno,
    fixture: 'deno-server.ts',
    heartbeat: 'heartbeat 15000',
    args: [],
    compresses: true,
  },
  {
    name: 'Hono on Bun.serve',
    runtime: bun,
    fixture: 'bun-server.ts',
    heartbeat: bunHeartbeat,
    args: ['hono'],
    compresses: true,
  },
  {
    name: 'Hono on Deno.serve',
    runtime: deno,
    fixture: 'deno-server.ts',
    heartbeat: 'heartbeat 15000',
    args: ['hono'],
    compresses: true,
  },
];

describe.each(servers.map((server) => [server.name, reasonToSkip(server.runtime), server] as const))(
  '%s%s',
  (_name, reason, server) => {
    const { runtime, fixture, args, heartbeat, compresses } = server;
    const skip = reason !== '';
    let running: Running | undefined;
    let origin = '';

    beforeAll(async () => {
      if (skip) return;
      running = run(runtime, fixture, ...args);
      origin = `http://127.0.0.1:${(await running.lines.next()).value}`;
    });
    afterAll(() => running?.stop());

    const acceptEncoding = { 'accept-encoding': 'gzip, br' };

    test.skipIf(skip || !compresses)(
      `pages are compressed${compresses ? '' : ' (skipped: this server has no compression of its own)'}`,
      async () => {
        const page = await openStream(`${origin}/pages/page`, { headers: acceptEncoding });
        expect(page.headers['content-encoding']).toMatch(/^(gzip|br)$/);
        page.leave();
      },
    );

    test.skipIf(skip)('a stream arrives event by event, as it was sent', async () => {
      const stream = await openStream(`${origin}/arrival/waiting`, { headers: acceptEncoding });
      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        'x-site': 'test',
      });
      expect(stream.headers).not.toHaveProperty('content-encoding');
      // The source waits: what has arrived now was not held back for what follows.
      expect(await stream.opening).toBe(heartbeat);
      expect(await stream.next()).toEqual({ type: 'message', data: 'first', lastEventId: '' });

      await textOf(`${origin}/arrival/go`);
      const events = await stream.rest();
      const end = events.pop();
      expect(events).toEqual(
        Array.from({ length: 1000 }, (_, n) => ({
          type: 'item',
          data: JSON.stringify({ n, text: 'ü\n€'.repeat(n % 50) }),
          lastEventId: `${n}`,
        })),
      );
      expect(end).toEqual({ type: 'end', data: '', lastEventId: 'end-of-stream' });
    });

    test.skipIf(skip)('a client that leaves after its body was read aborts the source at once', async () => {
      const stream = await openStream(`${origin}/leaving/echo`, { method: 'POST', body: { prompt: 'Grüezi' } });
      expect(await stream.next()).toMatchObject({ data: '{"prompt":"Grüezi"}' });
      stream.leave();
      expect(await textOf(`${origin}/leaving/left`)).toBe('left');
    });

    test.skipIf(skip)('a client that leaves is noticed also where the stream does not know its request', async () => {
      const stream = await openStream(`${origin}/unknown/unknown`);
      expect(await stream.next()).toMatchObject({ data: 'first' });
      stream.leave();
      expect(await textOf(`${origin}/unknown/left`)).toBe('left');
    });

    test.skipIf(skip)('a client that does not read stops the source, and starts it again when it reads', async () => {
      const stream = await openStream(`${origin}/flood/flood`);
      stream.pause();
      let asked = '';
      for (let same = 0; same < 100; same++) {
        const now = await textOf(`${origin}/flood/asked`);
        if (now !== asked) same = 0;
        asked = now;
      }
      // Sockets hold some of the 64 MiB, but nowhere near half of it.
      expect(Number(asked)).toBeLessThan(floodItems / 2);

      stream.resume();
      const events = await stream.rest();
      expect(events).toHaveLength(floodItems + 1);
      expect(events.slice(0, -1).every(({ data }) => data === floodItem)).toBe(true);
    });

    test.skipIf(skip)('a client that comes again after the end is answered 204', async () => {
      const headers = { 'last-event-id': 'end-of-stream' };
      const answer = await openStream(`${origin}/again/waiting`, { headers });
      expect(answer.status).toBe(204);
      expect(await answer.rest()).toEqual([]);
    });
  },
);

async function textOf(url: string): Promise<string> {
  return await (await fetch(url)).text();
}
