import http from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { EventStreamSource } from '../../src/http/event-stream-source.ts';
import { sendEventStream } from '../../src/node/index.ts';
import { listen } from '../node/servers.ts';
import type { RunningServer } from '../node/servers.ts';
import { deno, node, reasonToSkip, run } from './runtime.ts';
import type { Running, Runtime } from './runtime.ts';

const [executable] = node.command;
const nodeWithEventSource: Runtime = { name: node.name, command: [executable, '--experimental-eventsource'] };

const clients: readonly { readonly client: Runtime; readonly idPrefix: string }[] = [
  // It cannot send an id with a character over U+00FF: it makes a header of it without encoding it in UTF-8 first.
  { client: nodeWithEventSource, idPrefix: 'n' },
  { client: deno, idPrefix: '№' },
];

let running: RunningServer | undefined;
let child: Running | undefined;

afterEach(async () => {
  child?.stop();
  await running?.close();
  running = undefined;
});

describe.each(clients.map((each) => [each.client.name, reasonToSkip(each.client), each] as const))(
  'the EventSource of %s%s',
  (_name, reason, { client, idPrefix }) => {
    const skip = reason !== '';

    /** What the client was told, and with which last event ids it came. */
    async function listenTo(source: EventStreamSource, signals: readonly AbortSignal[] = []) {
      const came: unknown[] = [];
      running = await listen(
        http.createServer((req, res) => {
          const signal = signals[came.length];
          came.push(req.headers['last-event-id']);
          sendEventStream(req, res, source, { retryMs: 1, signal, onError: () => {} });
        }),
      );
      const told: unknown[] = [];
      child = run(client, 'event-source.ts', running.url);
      for await (const line of child.lines) {
        told.push(JSON.parse(line));
        if (line.includes('"closed"')) child.stop();
      }
      return { came, told };
    }

    test.skipIf(skip)('stops at the end of the source', async () => {
      const { came, told } = await listenTo(async function* () {
        yield 'hello';
        yield { data: { two: 2 }, event: 'number', id: 'zwölf' };
      });
      expect(told).toEqual([
        { type: 'message', data: 'hello', lastEventId: '' },
        { type: 'number', data: '{"two":2}', lastEventId: 'zwölf' },
        { type: 'end', data: '', lastEventId: 'end-of-stream' },
        { type: 'closed' },
      ]);
      expect(came).toEqual([undefined, 'end-of-stream']);
    });

    test.skipIf(skip)('stops when the source throws', async () => {
      const { came, told } = await listenTo(() => {
        throw new Error('secret');
      });
      expect(told).toEqual([
        { type: 'error', data: expect.stringContaining('"source-failed"'), lastEventId: 'end-of-stream' },
        { type: 'closed' },
      ]);
      expect(came).toEqual([undefined, 'end-of-stream']);
    });

    test.skipIf(skip)('comes again when the server ends the stream, and goes on after the last id', async () => {
      const server = new AbortController();
      const given: string[] = [];
      const { told } = await listenTo(
        async function* ({ lastEventId }) {
          given.push(lastEventId);
          for (let n = Number(lastEventId.slice(1)) + 1; n <= 3; n++) {
            yield { data: n, id: `${idPrefix}${n}` };
            if (n === 2) server.abort();
          }
        },
        [server.signal],
      );
      expect(told).toEqual([
        { type: 'message', data: '1', lastEventId: `${idPrefix}1` },
        { type: 'message', data: '2', lastEventId: `${idPrefix}2` },
        { type: 'message', data: '3', lastEventId: `${idPrefix}3` },
        { type: 'end', data: '', lastEventId: 'end-of-stream' },
        { type: 'closed' },
      ]);
      expect(given).toEqual(['', `${idPrefix}2`]);
    });
  },
);
