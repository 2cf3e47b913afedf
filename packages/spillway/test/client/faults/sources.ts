import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHub } from '../../../src/index.ts';
import type { Hub, HubOptions, PublishEvent, SourceEvent } from '../../../src/index.ts';
import { createMemoryLog } from '../../../src/log/memory.ts';
import { text } from 'node:stream/consumers';
import { createNodeEventsHandler, sendEventStream } from '../../../src/node/index.ts';
import type { Source } from './fault-case.ts';
import { calmHeartbeatMs, heartbeatMs } from './heartbeats.ts';
import type { PublishedEvent } from './seen.ts';
import { wildEvents, wildStream } from './wild-stream.ts';

/** The servers behind the fault server: what each case asks one of for, and what should come of it. */
export interface Sources extends AsyncDisposable {
  readonly of: Readonly<Record<Source, SourceOfEvents>>;
}

export interface SourceOfEvents {
  readonly port: number;
  /** As an option of `subscribe`. */
  topics(trial: string): readonly string[];
  /** The cursor that a subscriber begins with. */
  readonly lastEventId?: string;
  readonly published: readonly PublishedEvent[];
  /** Publishes an event for one trial alone. */
  publish?(trial: string, text: string, isLast: boolean): Promise<PublishedEvent>;
}

export async function openSources(): Promise<Sources> {
  const settings: HubOptions = { heartbeatMs, retryMs: 1, random: () => 0 };
  const hub = createHub(settings);
  const calm = createHub({ ...settings, heartbeatMs: calmHeartbeatMs });
  const log = createMemoryLog({ retention: { events: events.length } });
  // What the log has forgotten is not to be found among the recent, either.
  const trimmed = createHub({ ...settings, log, recent: { events: 0 } });
  const hubs = [hub, calm, trimmed];
  const servers = await Promise.all([...hubs.map(serveHub), serve(answerWildly), serve(generate)]);
  const [port = 0, calmPort = 0, trimmedPort = 0, wildPort = 0, generationPort = 0] = servers.map(portOf);

  const history = await publishAll(hub, events);
  const forgotten = await publishAll(trimmed, forgottenEvents);
  const kept = await publishAll(trimmed, events);
  const lastEventId = forgotten[0]?.id ?? '';

  return {
    of: {
      history: { port, topics: () => patterns, published: history },
      trimmed: { port: trimmedPort, topics: () => patterns, lastEventId, published: [...forgotten, ...kept] },
      wild: { port: wildPort, topics: () => [], published: wildEvents },
      live: { port, ...live(hub) },
      calm: { port: calmPort, ...live(calm) },
      generation: { port: generationPort, topics: () => [], published: generated },
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(hubs.map((each) => each.close()));
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

function live(hub: Hub): Omit<SourceOfEvents, 'port'> {
  return {
    topics: (trial) => [liveTopic(trial)],
    published: [],
    async publish(trial, data, isLast) {
      const topic = liveTopic(trial);
      const type = isLast ? 'last' : 'message';
      const { id } = await hub.publish({ topic, data, ...(isLast && { event: type }) });
      return { id, type, data, topics: [topic] };
    },
  };
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

/** A stream for one request, as a language model's: it goes on after the id that a POST comes with. */
async function generate(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST' && (await text(request)) !== question) {
    response.writeHead(400).end();
    return;
  }
  const next = generated.findIndex(({ id }) => id === request.headers['last-event-id']) + 1;
  sendEventStream(request, response, () => eventsFrom(next), { heartbeatMs, resumes: true });
}

async function* eventsFrom(first: number): AsyncGenerator<SourceEvent> {
  for (const { id, type: event, data } of generated.slice(first)) yield { id, event, data };
}

/** What is posted. */
export const question = 'Wie hoch ist das Wehr?';

const generated: readonly PublishedEvent[] = ['Das', ' Wehr', '\nist', '', ' 3 m „hoch“', ' 𝄞', '.'].map(
  (data, n, all) => ({
    id: `token-${n}`,
    type: n === all.length - 1 ? 'last' : 'message',
    data,
    topics: [],
  }),
);
