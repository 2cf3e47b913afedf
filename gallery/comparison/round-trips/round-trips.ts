import { createServer } from 'node:http';
import { join } from 'node:path';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';
import { acceptSockets } from '../network/accept-sockets.ts';
import { listen } from '../network/listen.ts';
import { isFromOwnPage } from '../network/own-pages.ts';
import { runOf } from '../network/run.ts';
import { createWire, type Wire } from '../network/wire-counts.ts';

/** Sends back what it is sent: over a WebSocket, and by POST and a stream of events. */
export interface RoundTrips extends AsyncDisposable {
  readonly port: number;
  readonly wire: Wire;
}

export async function openRoundTrips(folder: string): Promise<RoundTrips> {
  const wire = createWire();
  // What is sent here is worth nothing tomorrow: a WebSocket's echo is not on disk either.
  const hub = createHub();
  const events = createNodeEventsHandler(hub, { cors: { origins: ['*'] } });
  const server = createServer((req, res) => {
    if (!isFromOwnPage(req)) res.writeHead(403).end();
    else void events(req, res);
  });
  const sockets = acceptSockets(server, (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  wire.watch(server, runOf);
  return {
    wire,
    port: await listen(server, join(folder, 'round-trips.port')),
    async [Symbol.asyncDispose]() {
      server.close();
      sockets.terminate();
      await hub.close();
      server.closeAllConnections();
    },
  };
}
