import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { LoadSettings } from '../../src/load/settings.ts';

/** What a server of a test does other than a good one. Subscribers, posts and events are numbered from 1. */
export interface Behaviour {
  /** How an event is delivered to a subscriber; `send` once, by default. */
  readonly deliver?: (event: Delivery) => void;
  /** Answers a request for a stream itself, and returns true. */
  readonly refuse?: (subscriber: number, response: ServerResponse) => boolean;
  /** Answers a post; `take` publishes its events. By default it does so, and answers 204. */
  readonly post?: (post: Post) => void;
}

export interface Delivery {
  readonly subscriber: number;
  /** Which event of all it is. */
  readonly number: number;
  readonly data: string;
  readonly send: (data: string) => void;
  readonly response: ServerResponse;
}

export interface Post {
  readonly number: number;
  readonly take: () => void;
  readonly response: ServerResponse;
}

/** A small server of event streams, without any memory; tells the settings that test it. */
export async function startEventServer(
  behaviour: Behaviour = {},
): Promise<Pick<LoadSettings, 'url' | 'publishUrl' | 'publishBody'>> {
  const streams: { readonly subscriber: number; readonly topic: string; readonly response: ServerResponse }[] = [];
  let subscribers = 0;
  let posts = 0;
  let events = 0;

  function subscribe(topic: string, response: ServerResponse): void {
    const subscriber = ++subscribers;
    if (behaviour.refuse?.(subscriber, response) === true) return;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': welcome\n\n');
    streams.push({ subscriber, topic, response });
  }

  function publish(topic: string, data: string): void {
    const number = ++events;
    for (const { subscriber, topic: itsTopic, response } of streams) {
      if (itsTopic !== topic) continue;
      const send = (line: string): void => void response.write(`data: ${line}\n\n`);
      if (behaviour.deliver === undefined) send(data);
      else behaviour.deliver({ subscriber, number, data, send, response });
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const topic = new URL(request.url ?? '', 'http://test').searchParams.get('topic') ?? '';
    if (request.method === 'GET') return subscribe(topic, response);
    const data = await text(request);
    const take = (): void => publish(topic, data);
    const number = ++posts;
    if (behaviour.post !== undefined) return behaviour.post({ number, take, response });
    take();
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => void handle(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/?topic={topic}`;
  return { url, publishUrl: url, publishBody: '{data}' };
}
