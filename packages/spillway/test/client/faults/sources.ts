import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHub } from '../../../src/index.ts';
import type { Hub, PublishEvent } from '../../../src/index.ts';
import { createMemoryLog } from '../../../src/log/memory.ts';
import { createNodeEventsHandler } from '../../../src/node/index.ts';
import type { Source } from './fault-case.ts';
import { heartbeatMs } from './heartbeat-ms.ts';
import type { PublishedEvent } from './seen.ts';
import { wildEvents, wildStream } from './wild-stream.ts';

/** The servers behind the fault server: what each case asks one of for, and what should come of it. */
export interface Sources extends AsyncDisposable {
  readonly of: Readonly<Record<Source, SourceOfEvents>>;
  /** Publishes an event for one trial alone. */
  publishLive(trial: string, text: string, isLast: boolean): Promise<PublishedEvent>;
}

export interface SourceOfEvents {
  readonly port: number;
  /** As an option of `subscribe`. */
  topics(trial: string): readonly string[];
  /** The cursor that a subscriber begins with. */
  readonly lastEventId?: string;
  readonly published: readonly PublishedEvent[];
}

export async function openSources(): Promise<Sources> {
  const hub = createHub({ heartbeatMs, retryMs: 1, random: () => 0 });
  const history = await publishAll(hub, events);
  const trimmed = createHub({
    log: createMemoryLog({ retention: { events: events.length } }),
    // What it has forgotten is not to be found here, either.
    recent: { events: 0 },
    heartbeatMs,
    retryMs: 1,
    random: () => 0,
  });
  const forgotten = await publishAll(trimmed, forgottenEvents);
  const kept = await publishAll(trimmed, events);
  const servers = await Promise.all([serveHub(hub), serveHub(trimmed), serve(answerWildly)]);
  const [hubPort, trimmedPort, wildPort] = servers.map(portOf) as [number, number, number];

  return {
    of: {
      history: { port: hubPort, topics: () => patterns, published: history },
      trimmed: {
        port: trimmedPort,
        topics: () => patterns,
        lastEventId: forgotten[0]?.id ?? '',
        published: [...forgotten, ...kept],
      },
      wild: { port: wildPort, topics: () => [], published: wildEvents },
      live: { port: hubPort, topics: (trial) => [liveTopic(trial)], published: [] },
    },
    async publishLive(trial, text, isLast) {
      const topic = liveTopic(trial);
      const type = isLast ? 'last' : 'message';
      const { id } = await hub.publish({ topic, data: text, ...(isLast && { event: type }) });
      return { id, type, data: text, topics: [topic] };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([hub.close(), trimmed.close()]);
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

const patterns = ['orders/:id', 'prices', 'ende'];

/** Characters of one to four bytes, several lines, several topics, empty data, ids of both kinds, and a `retry`. */
const events: readonly PublishEvent[] = [
  { topic: 'orders/1', event: 'paid', data: '{"€":"zwölf"}' },
  { topic: ['prices', 'orders/2'], data: 'ein\n\nzwei 𝄞\n' },
  { topic: 'prices', data: '', id: 'größe-№3', retry: 2 },
  { topic: 'orders/3', data: ' \ufeff: data: x', event: 'ü' },
  { topic: 'ende', data: '日本', event: 'last' },
];

const forgottenEvents: readonly PublishEvent[] = [
  { topic: 'prices', data: 'the last that is known' },
  { topic: 'prices', data: 'gone' },
];

async function publishAll(hub: Hub, all: readonly PublishEvent[]): Promise<readonly PublishedEvent[]> {
  const published = await hub.publish(all);
  return all.map(({ topic, data, event = 'message' }, n) => ({
    id: published[n]?.id ?? '',
    type: event,
    data: String(data),
    topics: [topic].flat(),
  }));
}

function liveTopic(trial: string): string {
  return `live/${trial}`;
}

function serveHub(hub: Hub): Promise<Server> {
  return serve(createNodeEventsHandler(hub, { cors: { origins: ['*'] } }));
}

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function answerWildly(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'Text/Event-Stream ;charset="UTF-8"' });
  const beat = setInterval(() => response.write(':\r'), heartbeatMs);
  response.on('close', () => clearInterval(beat));
  const cursor = Buffer.from(String(request.headers['last-event-id'] ?? ''), 'latin1').toString();
  for (const piece of wildStream(cursor, heartbeatMs)) response.write(piece);
}
