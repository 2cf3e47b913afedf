/**
 * better-sse as its guide on channels shows it: a session for each request, registered with the topic's channel, and
 * `broadcast`. Two things spare it work that others do not do either: ids are given (by default each event draws a random
 * UUID), and data is text already (by default it goes through JSON.stringify for each subscriber).
 */
import { createServer } from 'node:http';
import { type Channel, createChannel, createSession } from 'better-sse';
import { listen, serverOptions, takePublish, topicOf } from './publishes.ts';

const channels = new Map<string, Channel>();

const server = createServer(serverOptions, (req, res) => {
  if (req.method === 'POST') return takePublish(req, res, publish);
  void createSession(req, res, { serializer: String }).then((session) => channelOf(topicOf(req)).register(session));
});

let events = 0;

function publish(topic: string, data: string): void {
  events += 1;
  channelOf(topic).broadcast(data, 'message', { eventId: String(events) });
}

function channelOf(topic: string): Channel {
  let channel = channels.get(topic);
  if (channel === undefined) channels.set(topic, (channel = createChannel()));
  return channel;
}

listen(server);
