import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answerOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { PlannedRequests } from './planned-requests.ts';

/** A server of two origins, each with pages, the package's own modules, and streams that are answered by plan. */
export interface PlanServer {
  readonly origin: string;
  /** Another one, of the same site. */
  readonly otherOrigin: string;
  close(): Promise<void>;
}

export async function startPlanServer(): Promise<PlanServer> {
  const requests = new Map<string, PlannedRequests>();
  const servers = [await listen(requests), await listen(requests)] as const;
  const [origin, otherOrigin] = servers.map((each) => `http://127.0.0.1:${(each.address() as AddressInfo).port}`);
  if (origin === undefined || otherOrigin === undefined) throw new Error('a server has no address');
  return {
    origin,
    otherOrigin,
    async close() {
      const closed = servers.map((each) => once(each.close(), 'close'));
      for (const each of servers) each.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

async function listen(requests: Map<string, PlannedRequests>): Promise<Server> {
  const server = createServer((request, response) => {
    serve(requests, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  // A request must not meet a connection that is being closed for having been idle.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

async function serve(
  requests: Map<string, PlannedRequests>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
  const [, token, action] = /^\/plan\/([^/]+)(?:\/(requests|cut))?$/.exec(pathname) ?? [];
  if (token !== undefined) {
    const came = requests.get(token) ?? new PlannedRequests();
    requests.set(token, came);
    if (action === undefined) {
      answerByPlan(came, request, response, searchParams);
    } else {
      if (action === 'cut') came.cut();
      const until = JSON.parse(searchParams.get('until') ?? '{}');
      response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
      response.end(JSON.stringify(await came.until(until)));
    }
  } else if (pathname.endsWith('.ts')) {
    response.writeHead(200, { 'content-type': 'text/javascript', 'service-worker-allowed': '/' });
    response.end(await scriptOf(join(packageFolder, pathname)));
  } else {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(page);
  }
}

const packageFolder = join(import.meta.dirname, '../../..');
const scripts = new Map<string, Promise<string>>();

function scriptOf(file: string): Promise<string> {
  const script = scripts.get(file) ?? readFile(file, 'utf8').then((source) => stripTypeScriptTypes(source));
  scripts.set(file, script);
  return script;
}

/** (A frame has none of the script, which needs no second one.) */
const page = `<!doctype html>
<meta charset="utf-8">
<title>EventSource</title>
<link rel="icon" href="data:,">
<script type="module">if (top === self) import('/test/client/event-source/page-script.ts');</script>
`;

function answerByPlan(
  came: PlannedRequests,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): void {
  const { method = '' } = request;
  const headers = Object.entries(request.headers).map(([name, value]) => [name, utf8Of(String(value))]);
  const { index, onAnswered, onOver } = came.add(method, Object.fromEntries(headers), request.socket);
  response.on('close', onOver);

  if (method === 'OPTIONS') {
    response.writeHead(204, JSON.parse(query.get('allowed') ?? '{}')).end();
    return;
  }
  const answer = answerOf(JSON.parse(query.get('plan') ?? '') as Plan, index);
  const { body = '', after = 'end' } = answer;
  const sent = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    // Else Chromium reads on for 5 seconds after a client has left, in the hope of an end, to keep the connection.
    ...(after !== 'end' && { Connection: 'close' }),
    ...answer.headers,
  };
  const set = Object.entries(sent).filter(([, value]) => value !== null);
  response.writeHead(answer.status ?? 200, Object.fromEntries(set) as Record<string, string>);
  response.flushHeaders();
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  onAnswered();
  if (after === 'end' || method === 'HEAD') response.end(bytes);
  else response.write(bytes);
}

/** (node:http gives the bytes of headers as characters.) */
function utf8Of(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
