import { existsSync } from 'node:fs';
import { createServer, request as askHub } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startHubProcess } from '../../../../hub/test/support/hub-process.ts';

/**
 * A hub in a process of its own, behind a server of HTTP/1.1 that counts its streams and has pages and modules. Its path
 * `/stream` is a server without pages.
 */
export interface CountingFront {
  readonly url: string;
  /** How many streams are open. */
  readonly streams: number;
  /** The topics of each stream that was ever opened, and those of each page. */
  readonly opened: readonly (readonly string[])[];
  readonly pages: readonly (readonly string[])[];
  /** While it is down it answers 503 to everybody, and cuts what was open. */
  isDown: boolean;
  publish(events: readonly object[]): Promise<void>;
}

/** Runs until the test is over. */
export async function startCountingFront(...args: readonly string[]): Promise<CountingFront> {
  const hub = await startHubProcess(args);
  const opened: string[][] = [];
  const pages: string[][] = [];
  const cut = new EventTarget();
  let streams = 0;
  let isDown = false;

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '/', headers } = request;
    if (isDown) {
      response.writeHead(503).end();
      return;
    }
    const topics = new URL(url, hub.url).searchParams.getAll('topic');
    const asked = askHub(new URL(url, hub.url), { method, headers, agent: false }, (answer) => {
      if (isDown) {
        response.destroy();
        return;
      }
      const isStream = answer.headers['content-type'] === 'text/event-stream';
      if (isStream) {
        streams += 1;
        opened.push(topics);
        response.once('close', () => (streams -= 1));
        cut.addEventListener('cut', () => response.destroy(), { once: true });
      } else if (method === 'GET') {
        pages.push(topics);
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    response.on('close', () => asked.destroy());
    request.pipe(asked);
  }

  /** Answers as a server that is not Spillway does, which ignores `Accept`: every request gets a stream. */
  function streamWithoutPages(response: ServerResponse): void {
    streams += 1;
    opened.push([]);
    response.once('close', () => (streams -= 1));
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('data: hello\n\n');
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', hub.url);
    if (pathname === '/events') return pass(request, response);
    if (pathname === '/stream') return streamWithoutPages(response);
    void serveFile(pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await hub.kill();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get streams() {
      return streams;
    },
    get isDown() {
      return isDown;
    },
    set isDown(value) {
      isDown = value;
      if (isDown) cut.dispatchEvent(new Event('cut'));
    },
    opened,
    pages,
    async publish(events) {
      const answer = await fetch(`${hub.url}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(events),
      });
      if (!answer.ok) throw new Error(`the hub answered ${answer.status}: ${await answer.text()}`);
      await answer.body?.cancel();
    },
  };
}

const packageFolder = join(import.meta.dirname, '../../..');

/** The package's own modules as a browser can load them, and the page of a tab for any other path. */
async function serveFile(pathname: string, response: ServerResponse): Promise<void> {
  if (!/\.[jt]s$/.test(pathname)) {
    response.writeHead(200, { 'content-type': 'text/html' }).end(pathname === '/sandbox' ? sandboxPage : tabPage);
    return;
  }
  // The worker is asked for by the name that it has once it is built.
  const path = join(packageFolder, pathname.replace(/\.js$/, '.ts'));
  if (!existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  const text = await readFile(path, 'utf8');
  // A sandboxed frame loads modules as a page of another origin.
  const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' };
  response.writeHead(200, headers).end(stripTypeScriptTypes(text));
}

/** A page whose frame has an opaque origin; `/sandbox#?without=origin` passes its fragment on. */
const sandboxPage = `<!doctype html>
<title>Sandbox</title>
<link rel="icon" href="data:,">
<script type="module">
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.src = '/tab' + location.hash.slice(1);
  document.body.append(frame);
</script>
`;

/** `/?without=SharedWorker` is a tab in a browser that has none. */
const tabPage = `<!doctype html>
<title>Tab</title>
<link rel="icon" href="data:,">
<script>
  for (const name of new URLSearchParams(location.search).getAll('without')) delete globalThis[name];
</script>
<script type="module" src="/test/client/sharing/tab-script.ts"></script>
`;
