import type { Server, Socket } from 'node:net';

/** The connections that a server holds. HTTP/2 has nothing of its own that would end them all. */
export interface HeldConnections {
  readonly count: number;
  destroy(): void;
}

export function holdConnections(server: Server): HeldConnections {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    get count() {
      return sockets.size;
    },
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
