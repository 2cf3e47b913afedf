import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** An endpoint that speaks as OpenAI's chat completions do, on a real port; a test says each word of it. */
export interface ChatEndpoint {
  /** What clients are set up with, such as `http://127.0.0.1:21234/v1`. */
  readonly url: string;
  /** How many requests there have been. */
  readonly requests: number;
  /** The next request that has not been taken yet. */
  take(): Promise<ChatRequest>;
}

export interface ChatRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly model: string; readonly stream: boolean; readonly messages: readonly unknown[] };
  /** Resolves when the client has left or the answer is over. */
  readonly closed: Promise<unknown>;
  /** Sends a piece of the answer. */
  say(content: string): void;
  /** Sends any bytes. */
  send(bytes: string): void;
  /** Ends the answer as it should end. */
  finish(): void;
  /** Ends the response where it is. */
  end(): void;
  refuse(status: number, body: string): void;
}

/** Starts an endpoint, until the test is over. */
export async function startChatEndpoint(): Promise<ChatEndpoint> {
  const arrived: ChatRequest[] = [];
  const takers: ((request: ChatRequest) => void)[] = [];
  let requests = 0;

  async function hand(receiving: Promise<ChatRequest>): Promise<void> {
    const request = await receiving;
    const taker = takers.shift();
    if (taker) taker(request);
    else arrived.push(request);
  }

  const server = createServer((req, res) => {
    requests += 1;
    void hand(received(req, res));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return requests;
    },
    async take() {
      return arrived.shift() ?? new Promise((resolve) => takers.push(resolve));
    },
  };
}

async function received(req: IncomingMessage, res: ServerResponse): Promise<ChatRequest> {
  const body = JSON.parse(await text(req)) as ChatRequest['body'];
  const send = (bytes: string) => {
    if (!res.headersSent) res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(bytes);
  };
  const sendPiece = (delta: object, finishReason: string | null) =>
    send(
      `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`,
    );
  return {
    path: req.url ?? '',
    authorization: req.headers.authorization,
    body,
    closed: once(res, 'close'),
    send,
    say: (content) => sendPiece({ content }, null),
    finish() {
      sendPiece({}, 'stop');
      send('data: [DONE]\n\n');
      res.end();
    },
    end: () => res.end(),
    refuse(status, detail) {
      res.writeHead(status, { 'content-type': 'application/json' }).end(detail);
    },
  };
}
