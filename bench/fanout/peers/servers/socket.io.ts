/**
 * Socket.IO, broadcasting to rooms, whose adapter encodes an event once for all. Tuned as its pages on performance say:
 * WebSockets alone, no compression, pings so rare that none falls into a measurement, and the first HTTP request of each
 * client let go, which saves memory.
 */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listen, serverOptions, takePublish } from './publishes.ts';

const server = createServer(serverOptions, (req, res) => takePublish(req, res, publish));

const io = new Server(server, {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  pingInterval: 600_000,
});

io.on('connection', (socket) => {
  void socket.join(String(socket.handshake.query['topic']));
  (socket.conn as { request: unknown }).request = null;
});

function publish(topic: string, data: string): void {
  io.to(topic).emit('event', data);
}

listen(server);
