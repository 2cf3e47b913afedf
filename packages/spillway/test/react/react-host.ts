import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { build } from 'vite';
import { temporaryFolder } from '../../../hub/test/support/temporary-folder.ts';
import { createHub } from '../../src/hub/create-hub.ts';
import type { SourceContext, SourceEvent } from '../../src/index.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { openSqliteLog } from '../../src/log/sqlite.ts';
import { createNodeEventsHandler, sendEventStream } from '../../src/node/index.ts';

/** A server with a page of components, a hub that can be restarted, and answers that come token by token. */
export interface ReactHost {
  readonly url: string;
  /** Each stream that is open, by its number and query, and how many have been opened until now. */
  readonly streams: ReadonlySet<string>;
  readonly opened: number;
  /** How many answers have been asked for, and how many of their sources run. */
  readonly answers: Answers;
  publish(topic: string, ...data: readonly string[]): Promise<void>;
  /** Destroys all connections. */
  cut(): void;
  /** Closes the hub and its log and opens them anew; meanwhile no connection is answered. */
  restart(): Promise<void>;
}

export interface Answers {
  asked: number;
  running: number;
  bodies: string[];
  /** Destroys the connection of an answer that is to break off; defined once its first words were sent. */
  breakOff: (() => void) | undefined;
}

/** Runs until the test is over. */
export async function startReactHost(): Promise<ReactHost> {
  const script = await pageScript();
  const log = join(await temporaryFolder(), 'events.db');
  const streams = new Set<string>();
  const answers: Answers = { asked: 0, running: 0, bodies: [], breakOff: undefined };
  let opened = 0;
  let isDown = false;
  let hub: Hub;
  let handle: ReturnType<typeof createNodeEventsHandler>;
  await openHub();

  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    if (isDown) {
      response.destroy();
    } else if (pathname === '/events') {
      if (request.headers.accept === 'text/event-stream') {
        opened += 1;
        const stream = `${opened} ${search}`;
        streams.add(stream);
        response.once('close', () => streams.delete(stream));
      }
      void handle(request, response);
    } else if (pathname === '/answer') {
      void answer(request, response);
    } else if (pathname === '/page.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await hub.close();
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    streams,
    get opened() {
      return opened;
    },
    answers,
    async publish(topic, ...data) {
      await hub.publish(data.map((text) => ({ topic, event: 'number', data: text })));
    },
    cut: () => server.closeAllConnections(),
    async restart() {
      isDown = true;
      server.closeAllConnections();
      await hub.close();
      await openHub();
      isDown = false;
    },
  };

  async function openHub(): Promise<void> {
    hub = createHub({ log: await openSqliteLog(log), retryMs: 50 });
    handle = createNodeEventsHandler(hub);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    answers.asked += 1;
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += String(piece);
    answers.bodies.push(body);
    // The first answer breaks off, as by a network that fails.
    const isBroken = body.startsWith('break') && answers.asked === 1;
    const resumes = body.startsWith('break and resume');
    const source = async function* ({ lastEventId }: SourceContext): AsyncGenerator<SourceEvent> {
      answers.running += 1;
      try {
        const words = ['Once', ' upon', ' a', ' time'].map((data, n) => ({ data, id: `word-${n}` }));
        const next = resumes ? words.findIndex(({ id }) => id === lastEventId) + 1 : 0;
        for (const word of isBroken ? words.slice(0, 2) : words.slice(next)) yield word;
        if (isBroken) {
          answers.breakOff = () => response.destroy();
          await new Promise(() => {});
        }
        if (body === 'fail') throw new Error('no more words');
        if (!body.endsWith('endless')) return;
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          yield { data: '.' };
        }
      } finally {
        answers.running -= 1;
      }
    };
    sendEventStream(request, response, source, { onError: () => {}, resumes });
  }
}

const page = `<!doctype html>
<title>Components</title>
<link rel="icon" href="data:,">
<div id="root"></div>
<script type="module" src="/page.js"></script>
`;

/** Built once for all tests of a file, as an application builds it. */
let built: Promise<string> | undefined;

function pageScript(): Promise<string> {
  built ??= buildPage();
  return built;
}

async function buildPage(): Promise<string> {
  const output = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'warn',
    mode: 'development',
    // The development build of React, whose StrictMode mounts everything twice.
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: 'page-script.ts', formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output: chunks }] = output as unknown as [{ readonly output: readonly { readonly code: string }[] }];
  return chunks[0]?.code ?? '';
}
