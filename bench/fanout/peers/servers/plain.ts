/**
 * What most people write first: node:http, a set of responses, one `write` for each subscriber and event. Tuned in the one
 * way there is: the event becomes bytes once, and all subscribers share them. It keeps no history and never looks
 * whether a subscriber can take more.
 */
import { type ServerResponse, createServer } from 'node:http';
import { listen, serverOptions, takePublish, topicOf } from './publishes.ts';
import { Rooms } from './rooms.ts';

const rooms = new Rooms<ServerResponse>();

const server = createServer(serverOptions, (req, res) => {
  if (req.method === 'POST') return takePublish(req, res, publish);
  const topic = topicOf(req);
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  res.flushHeaders();
  rooms.join(topic, res);
  res.once('close', () => rooms.leave(topic, res));
});

let events = 0;

function publish(topic: string, data: string): void {
  events += 1;
  const frame = Buffer.from(`id: ${events}\ndata: ${data}\n\n`);
  for (const res of rooms.of(topic)) res.write(frame);
}

listen(server);
