import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Cost } from '../../../use-cases/chat/cost.ts';
import { webSocketBytes } from '../../../use-cases/chat/web-socket-bytes.ts';
import { type TestGallery, openGallery } from '../../support/open-gallery.ts';
import { patient } from '../../../../packages/hub/test/support/patience.ts';

const timeout = 240_000;

test('what the server measures is what goes over the socket, in both directions', { timeout }, async () => {
  const gallery = await openGallery();
  // As a page's stream: of more than one topic.
  const stream = await converse(
    gallery,
    'GET /events?topic=chat/lobby&topic=demo HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n',
  );
  await vi.waitFor(() => expect(stream.text()).toContain('retry:'), patient);
  const body = Buffer.from(JSON.stringify({ id: randomUUID(), name: 'Ann', text: 'Grüße 🦦' }));
  const head = `POST /api/chat/lobby HTTP/1.1\r\nHost: localhost\r\nX-Some-Header: with a value\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const request = Buffer.concat([Buffer.from(head), body]);
  // Twice on one connection: each counts for itself.
  const connection = await converse(gallery, request);
  await vi.waitFor(() => expect(connection.text()).toMatch(/\r\n\r\n\{"id":"[\w-]+"\}$/), patient);
  const answer = connection.text().length;
  connection.send(request);
  await vi.waitFor(() => expect(connection.text().length).toBeGreaterThan(answer), patient);

  // The chunk with its length before it, and the line ends around it.
  const frame = await vi.waitFor(() => {
    const chunk = /[0-9a-f]+\r\nevent: said\n[^]*?\n\n\r\n/.exec(stream.text());
    expect(chunk).not.toBeNull();
    return chunk?.[0].length;
  }, patient);
  const costs = await vi.waitFor(async () => {
    const found = await costsIn(gallery);
    expect(found).toHaveLength(2);
    return found;
  }, patient);
  expect(costs[0]).toMatchObject({ request: request.length, answer, frame });
  expect(costs[1]).toMatchObject({ request: request.length, frame });
});

test.for([0, 1, 125, 126, 65_535, 65_536])(
  'a WebSocket frame of %i bytes is as long as one that is really sent',
  { timeout },
  async (length) => {
    const text = 'x'.repeat(length);
    const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
    onTestFinished(() => server.close());
    await once(server, 'listening');
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      perMessageDeflate: false,
    });
    onTestFinished(() => client.terminate());
    const [[, request]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
    const { socket } = request;
    const [served] = server.clients;
    const before = { read: socket.bytesRead, written: socket.bytesWritten };
    client.send(text);
    await once(served ?? client, 'message');
    served?.send(text);
    await once(client, 'message');
    expect(socket.bytesRead - before.read).toBe(webSocketBytes(text, 'client'));
    expect(socket.bytesWritten - before.written).toBe(webSocketBytes(text, 'server'));
  },
);

/** A connection that something is sent on, and all that came back, a character for each byte. */
async function converse({ url }: TestGallery, first: string | Buffer) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('latin1').on('data', (more: string) => (text += more));
  socket.write(first);
  return { text: () => text, send: (more: Buffer) => socket.write(more) };
}

async function costsIn({ url }: TestGallery): Promise<readonly Cost[]> {
  const answer = await fetch(`${url}/events?topic=chat/lobby/costs&since=earliest`, {
    headers: { accept: 'application/json' },
  });
  const { events } = (await answer.json()) as { readonly events: readonly { readonly data: string }[] };
  return events.map(({ data }) => JSON.parse(data) as Cost);
}
