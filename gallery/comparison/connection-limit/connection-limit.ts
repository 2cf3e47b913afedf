import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { createHub } from 'spillway';
import { type NodeRequest, type NodeResponse, createNodeEventsHandler } from 'spillway/node';
import { listen } from '../network/listen.ts';
import { isFromOwnPage } from '../network/own-pages.ts';
import type { ServerState } from '../server-state.ts';
import { certificateIn } from './certificate.ts';
import { holdConnections } from './held-connections.ts';
import { mostLamps, topicOf } from './lamps.ts';

/** The same streams over HTTP/1.1, and over HTTP/2, which browsers speak over TLS alone. */
export interface ConnectionLimit extends AsyncDisposable {
  readonly ports: { readonly http1: number; readonly http2: number };
  held(): ServerState['limit'];
}

export async function openConnectionLimit(folder: string): Promise<ConnectionLimit> {
  await using opening = new AsyncDisposableStack();
  const http1 = opening.use(await openStreams((answer) => createServer(answer), join(folder, 'http1.port')));
  const certificate = await certificateIn(folder);
  const http2 = opening.use(
    await openStreams(
      (answer) => createSecureServer({ ...certificate, allowHTTP1: true }, answer),
      join(folder, 'http2.port'),
    ),
  );
  const closing = opening.move();
  return {
    ports: { http1: http1.port, http2: http2.port },
    held: () => ({ http1: http1.held(), http2: http2.held() }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

interface Streams extends AsyncDisposable {
  readonly port: number;
  held(): ServerState['limit']['http1'];
}

/** Serves `/events` with one event per second for all lamps, as long as there is a stream. */
async function openStreams(
  create: (answer: (req: NodeRequest, res: NodeResponse) => void) => Server,
  portFile: string,
): Promise<Streams> {
  const hub = createHub();
  const events = createNodeEventsHandler(hub, { cors: { origins: ['*'] } });
  const server = create((req, res) => {
    if (!isFromOwnPage(req)) sendText(res, 403, 'Only pages of this machine are served.');
    else if (req.url?.startsWith('/events')) void events(req, res);
    else sendText(res, 200, welcome);
  });
  const connections = holdConnections(server);
  const lamps = Array.from({ length: mostLamps }, (_, index) => topicOf(index + 1));
  const timer = setInterval(() => {
    if (hub.stats().subscribers > 0) void hub.publish({ topic: lamps, data: Date.now() });
  }, 1000);
  return {
    port: await listen(server, portFile),
    held: () => ({ streams: hub.stats().subscribers, connections: connections.count }),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      server.close();
      await hub.close();
      connections.destroy();
    },
  };
}

const welcome = 'This browser trusts the certificate of the comparison now. Close this tab and go back to the gallery.';

function sendText(res: NodeResponse, status: number, text: string): void {
  const response: { end(text: string): unknown; setHeader(name: string, value: string): unknown } = res;
  res.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('access-control-allow-origin', '*');
  response.end(text);
}
