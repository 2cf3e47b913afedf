/**
 * ws, broadcasting as its documentation shows: a loop over the sockets, `send` to each. Tuned as its documentation says:
 * the event becomes a Buffer once, which spares the copy for each socket, compression is off, and it keeps no list of
 * clients beside our own.
 */
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen, serverOptions, takePublish, topicOf } from './publishes.ts';
import { Rooms } from './rooms.ts';

const rooms = new Rooms<WebSocket>();
const server = createServer(serverOptions, (req, res) => takePublish(req, res, publish));

new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false }).on('connection', (socket, req) => {
  const topic = topicOf(req);
  rooms.join(topic, socket);
  socket.once('close', () => rooms.leave(topic, socket));
  // A connection that breaks is closed next.
  socket.once('error', () => rooms.leave(topic, socket));
});

function publish(topic: string, data: string): void {
  const message = Buffer.from(data);
  for (const socket of rooms.of(topic)) socket.send(message, { binary: false });
}

listen(server);
