import { afterEach, describe, expect, test } from 'vitest';
import type { SourceContext } from '../../src/http/event-stream-source.ts';
import { servers } from './servers.ts';
import type { RunningServer, Site } from './servers.ts';
import { openHttp2Stream, openStream } from './stream-client.ts';

let running: RunningServer | undefined;
let errors: unknown[] = [];

afterEach(async () => {
  await running?.close();
  running = undefined;
});

describe.each(Object.keys(servers))('%s', (name) => {
  const isHttp2 = name.endsWith('HTTP/2');
  const open = isHttp2 ? openHttp2Stream : openStream;
  const acceptEncoding = { 'accept-encoding': 'gzip, br' };

  async function serve(stream: Site['stream']): Promise<string> {
    errors = [];
    const options = { onError: (error: unknown) => errors.push(error) };
    running = await servers[name]?.({ page: 'compress me '.repeat(1000), options, stream });
    if (running === undefined) throw new Error(`there is no server ${name}`);
    return running.url;
  }

  test('a stream arrives event by event, as it was sent, beside pages that are compressed', async () => {
    const gate = new EventTarget();
    const goOn = new Promise((resolve) => gate.addEventListener('open', resolve));
    const url = await serve(
      () =>
        async function* () {
          yield 'first';
          await goOn;
          for (let n = 0; n < 1000; n++) yield { data: { n, text: 'ü\n€'.repeat(n % 50) }, event: 'item', id: `${n}` };
        },
    );

    const page = await open(`${url}/page`, { headers: acceptEncoding });
    expect(page.headers['content-encoding']).toMatch(/^(gzip|br)$/);
    page.leave();

    const stream = await open(`${url}/stream`, { headers: acceptEncoding });
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-site': 'test',
    });
    expect(stream.headers).not.toHaveProperty('content-encoding');
    // The source waits: what has arrived now was not held back for what follows.
    expect(await stream.opening).toBe('heartbeat 15000');
    expect(await stream.next()).toEqual({ type: 'message', data: 'first', lastEventId: '' });

    gate.dispatchEvent(new Event('open'));
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

  test('a client that leaves after its body was read aborts the source at once', async () => {
    const gate = new EventTarget();
    const aborted = new Promise((resolve) => gate.addEventListener('aborted', () => resolve('aborted')));
    const url = await serve(
      (body) =>
        async function* ({ signal }: SourceContext) {
          signal.addEventListener('abort', () => gate.dispatchEvent(new Event('aborted')));
          yield { data: body };
          await new Promise(() => {});
        },
    );
    const stream = await open(`${url}/stream`, { method: 'POST', body: { prompt: 'Grüezi' }, headers: acceptEncoding });
    expect(await stream.next()).toMatchObject({ data: '{"prompt":"Grüezi"}' });
    stream.leave();
    expect(await aborted).toBe('aborted');
  });

  test('a client that comes again after the end is answered 204', async () => {
    const url = await serve(() => () => expect.unreachable());
    const headers = { 'last-event-id': 'end-of-stream' };
    const answer = await open(`${url}/stream`, { headers });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(await answer.rest()).toEqual([]);
  });

  test('a source that throws ends the stream in an error event', async () => {
    const url = await serve(
      () =>
        async function* () {
          yield 'first';
          throw new Error('secret');
        },
    );
    const stream = await open(`${url}/stream`);
    const events = await stream.rest();
    expect(events.map(({ type }) => type)).toEqual(['message', 'error']);
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(errors).toEqual([new Error('secret')]);
  });

  test('a HEAD request gets the headers alone', async () => {
    const url = await serve(() => () => expect.unreachable());
    const answer = await open(`${url}/stream`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    expect(await answer.rest()).toEqual([]);
  });
});
