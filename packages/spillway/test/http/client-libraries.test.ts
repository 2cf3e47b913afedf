import { once } from 'node:events';
import http from 'node:http';
import { type EventSourceMessage, fetchEventSource } from '@microsoft/fetch-event-source';
import { createEventSource } from 'eventsource-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createHub } from '../../src/hub/create-hub.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { createNodeEventsHandler, sendEventStream } from '../../src/node/index.ts';
import { listen } from '../node/servers.ts';
import { patient } from '../../../hub/test/support/patience.ts';

// fetch-event-source is made for pages.
beforeAll(() => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', new EventTarget());
});
afterAll(() => void vi.unstubAllGlobals());

/** A server that counts its requests, and can break its open responses off. */
async function serve(answer: http.RequestListener) {
  const requests: { lastEventId: string | undefined; response: http.ServerResponse }[] = [];
  const server = http.createServer((req, res) => {
    const lastEventId = req.headers['last-event-id'] as string | undefined;
    requests.push({ lastEventId, response: res });
    answer(req, res);
  });
  const running = await listen(server);
  onTestFinished(() => running.close());
  return { url: running.url, requests, breakOff: () => requests.at(-1)?.response.destroy() };
}

async function serveHub() {
  const hub = createHub({ log: createMemoryLog({ epoch: 'e1' }), retryMs: 10, heartbeatMs: 100 });
  onTestFinished(() => hub.close());
  const handle = createNodeEventsHandler(hub);
  return { hub, ...(await serve((req, res) => void handle(req, res))) };
}

/** What a handler that parses every message as JSON gets, and how often the library failed. */
function followJson(url: string) {
  const followed = { messages: [] as unknown[], errors: [] as unknown[] };
  const controller = new AbortController();
  const done = fetchEventSource(url, {
    signal: controller.signal,
    openWhenHidden: true,
    onmessage: ({ data }: EventSourceMessage) => void followed.messages.push(JSON.parse(data)),
    onerror: (error: unknown) => {
      followed.errors.push(error);
      return 10;
    },
  });
  onTestFinished(async () => {
    controller.abort();
    await done;
  });
  return followed;
}

describe('@microsoft/fetch-event-source', () => {
  test('a hub with opening=inline sends it events alone, whatever heartbeats come between', async () => {
    const { hub, url, requests } = await serveHub();
    const followed = followJson(`${url}/events?topic=a&opening=inline`);
    await vi.waitFor(() => expect(hub.stats().subscribers).toBe(1), patient);
    const heartbeat = vi.waitFor(
      () => expect(requests[0]?.response.socket?.bytesWritten).toBeGreaterThan(280),
      patient,
    );
    await heartbeat;
    await hub.publish({ topic: 'a', data: { n: 1 } });
    await vi.waitFor(() => expect(followed.messages).toEqual([{ n: 1 }]), patient);
    expect(followed.errors).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('with opening=inline it resumes from its place before its first event, and then from its last', async () => {
    const { hub, url, requests, breakOff } = await serveHub();
    await hub.publish({ topic: 'a', data: 'earlier' });
    const followed = followJson(`${url}/events?topic=a&opening=inline`);
    await vi.waitFor(() => expect(hub.stats().subscribers).toBe(1), patient);
    breakOff();
    await hub.publish({ topic: 'a', data: { n: 1 } });
    await vi.waitFor(() => expect(followed.messages).toEqual([{ n: 1 }]), patient);
    breakOff();
    await hub.publish({ topic: 'a', data: { n: 2 } });
    await vi.waitFor(() => expect(followed.messages).toEqual([{ n: 1 }, { n: 2 }]), patient);
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([undefined, 'e1-1', 'e1-2']);
  });

  test('without it the opening block is an empty message', async () => {
    const { url } = await serveHub();
    const followed = followJson(`${url}/events?topic=a`);
    await vi.waitFor(() => expect(followed.errors.length).toBeGreaterThan(0), patient);
    expect(followed.errors[0]).toBeInstanceOf(SyntaxError);
  });

  test('eventStream sends it events alone, whatever heartbeats come between', async () => {
    const { url, requests } = await serve((req, res) =>
      sendEventStream(req, res, source, { heartbeatMs: 100, retryMs: 10, endEvent: false }),
    );
    const release = new EventTarget();
    const gone = once(release, 'go');
    async function* source() {
      yield { data: { n: 1 }, id: '1' };
      await gone;
      yield { data: { n: 2 }, id: '2' };
    }
    const followed = followJson(url);
    await vi.waitFor(() => expect(followed.messages).toEqual([{ n: 1 }]), patient);
    const written = requests[0]?.response.socket?.bytesWritten ?? 0;
    await vi.waitFor(() => expect(requests[0]?.response.socket?.bytesWritten).toBeGreaterThan(written + 4), patient);
    release.dispatchEvent(new Event('go'));
    await vi.waitFor(() => expect(followed.messages).toEqual([{ n: 1 }, { n: 2 }]), patient);
    expect(followed.errors).toEqual([]);
  });
});

test('eventsource-client gets events alone, and resumes from the last of them', async () => {
  const { hub, url, requests, breakOff } = await serveHub();
  const data: string[] = [];
  const client = createEventSource({
    url: `${url}/events?topic=a`,
    onMessage: (message) => void data.push(message.data),
  });
  onTestFinished(() => client.close());
  await vi.waitFor(() => expect(hub.stats().subscribers).toBe(1), patient);
  await hub.publish({ topic: 'a', data: '1' });
  await vi.waitFor(() => expect(data).toEqual(['1']), patient);
  breakOff();
  await hub.publish({ topic: 'a', data: '2' });
  await vi.waitFor(() => expect(data).toEqual(['1', '2']), patient);
  expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([undefined, 'e1-1']);
});
