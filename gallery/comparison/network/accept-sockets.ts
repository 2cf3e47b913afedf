import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { isFromOwnPage } from './own-pages.ts';

/** Accepts WebSockets at `/web-socket`, with the query that they came with. */
export function acceptSockets(
  server: Server,
  onSocket: (socket: WebSocket, query: URLSearchParams) => void,
): { terminate(): void } {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, connection, head) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost');
    if (!isFromOwnPage(req) || pathname !== '/web-socket') {
      connection.destroy();
      return;
    }
    sockets.handleUpgrade(req, connection, head, (socket) => {
      // A connection that breaks is closed, too, and that is heard of.
      socket.on('error', () => undefined);
      onSocket(socket, searchParams);
    });
  });
  return {
    terminate() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
