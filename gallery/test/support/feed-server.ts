import { once } from 'node:events';
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A web server with feeds, until the test is over. */
export interface FeedServer {
  readonly url: string;
  /** What it was asked for, with the status that it answered. */
  readonly requests: readonly FeedRequest[];
  /** What it answers to a path from now on: a body with validators, which it compares, or whatever a function does. */
  serve(path: string, answer: FeedAnswer | ((res: ServerResponse) => void)): void;
}

export interface FeedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly status: number;
}

export interface FeedAnswer {
  readonly body: string | Uint8Array;
  readonly type?: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

export async function openFeedServer(): Promise<FeedServer> {
  const answers = new Map<string, FeedAnswer | ((res: ServerResponse) => void)>();
  const requests: FeedRequest[] = [];
  const server = createServer((req, res) => {
    const { url: path = '', headers } = req;
    res.on('close', () => requests.push({ path, headers, status: res.statusCode }));
    const answer = answers.get(path);
    if (answer === undefined) res.writeHead(404).end();
    else if (typeof answer === 'function') answer(res);
    else send(answer, headers, res);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    serve: (path, answer) => void answers.set(path, answer),
  };
}

function send({ body, type, etag, lastModified }: FeedAnswer, headers: IncomingHttpHeaders, res: ServerResponse): void {
  if (etag) res.setHeader('etag', etag);
  if (lastModified) res.setHeader('last-modified', lastModified);
  const isKnown = etag ? headers['if-none-match'] === etag : headers['if-modified-since'] === (lastModified ?? '');
  // As most servers do, it answers in full to who says no-cache.
  if (isKnown && headers['cache-control'] !== 'no-cache') res.writeHead(304).end();
  else res.writeHead(200, { 'content-type': type ?? 'application/rss+xml' }).end(body);
}

/** An RSS feed with such articles. */
export function rss(title: string, articles: readonly { readonly guid: string; readonly title: string }[]): string {
  const items = articles.map(({ guid, title: name }, index) => {
    const date = new Date(Date.UTC(2026, 10, 20) - index * 3_600_000).toUTCString();
    return `<item><guid isPermaLink="false">${guid}</guid><title>${name}</title><pubDate>${date}</pubDate></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>${items.join('')}</channel></rss>`;
}
