/**
 * The plain loop over HTTP/2 and TLS: one `write` of shared bytes for each stream and event. Publishers may come over
 * HTTP/1.1 on the same port. Node's bound of 10 MB a session is lifted: it would refuse streams before 100 of them are
 * open on one connection under load.
 */
import { type ServerHttp2Stream, createSecureServer } from 'node:http2';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeCertificate } from '../certificate.ts';
import { listen, takePublish, topicOf } from './publishes.ts';
import { Rooms } from './rooms.ts';

const rooms = new Rooms<ServerHttp2Stream>();

const server = createSecureServer({
  ...(await makeCertificate()),
  allowHTTP1: true,
  maxSessionMemory: 1000,
});

server.on('request', (req, res) => {
  // The two kinds of responses have alike what publishing needs; their types do not unite.
  if (req.method === 'POST')
    return takePublish(req as unknown as IncomingMessage, res as unknown as ServerResponse, publish);
  const topic = topicOf(req);
  const { stream } = res;
  stream.respond({ ':status': 200, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  rooms.join(topic, stream);
  stream.once('close', () => rooms.leave(topic, stream));
  // A stream that its client resets is closed; there is nothing else to do.
  stream.once('error', () => rooms.leave(topic, stream));
});

let events = 0;

function publish(topic: string, data: string): void {
  events += 1;
  const frame = Buffer.from(`id: ${events}\ndata: ${data}\n\n`);
  for (const stream of rooms.of(topic)) stream.write(frame);
}

listen(server);
