import { expect, test, vi } from 'vitest';
import { subscribe } from '../../../src/client/index.ts';
import { patient } from '../../../../hub/test/support/patience.ts';

// The file with the code for pages is gone, as after a deployment that a page has lived through.
vi.mock('../../../src/client/polling.ts', () => {
  throw new Error('404');
});

const retry = { minMs: 1, maxMs: 1 };

/** A server of streams, which say nothing by themselves, and of pages. */
function silentServer() {
  const encoder = new TextEncoder();
  const accepted: (string | null)[] = [];
  let last: ReadableStreamDefaultController<Uint8Array> | undefined;
  return {
    accepted,
    write: (text: string) => last?.enqueue(encoder.encode(text)),
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const accept = new Request(input, init).headers.get('accept');
      accepted.push(accept);
      if (accept === 'application/json') return Response.json({ events: [], cursor: 'e1-0', gap: null });
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          last = controller;
        },
      });
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
    },
  };
}

test('a stream that is only silent is kept', async () => {
  const server = silentServer();
  using subscription = subscribe('http://hub.test/events', { fetch: server.fetch, firstBytesTimeoutMs: 20, retry });
  const seen: string[] = [];
  subscription.on('message', ({ data }) => seen.push(data));
  await vi.waitFor(() => expect(subscription.state).toEqual({ phase: 'open', transport: 'stream' }), patient);
  server.write('data: at last\n\n');
  await vi.waitFor(() => expect(seen).toEqual(['at last']), patient);
  expect(server.accepted).toEqual(['text/event-stream', 'application/json', 'text/event-stream']);
});

test('where there are to be pages only, it is tried again and again', async () => {
  const server = silentServer();
  using subscription = subscribe('http://hub.test/events', { fetch: server.fetch, longPolling: 'always', retry });
  const attempts = new Set<number>();
  subscription.subscribe((state) => state.phase === 'connecting' && attempts.add(state.attempt));
  await vi.waitFor(() => expect(attempts.size).toBeGreaterThan(3), patient);
  await vi.waitFor(
    () => expect(subscription.state).toMatchObject({ phase: 'waiting', because: { code: 'network' } }),
    patient,
  );
  expect(server.accepted).toEqual([]);
});
