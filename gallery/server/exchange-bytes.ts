import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request and its answer take on their connection, heads and bodies, in bytes. */
export interface ExchangeBytes {
  readonly request: number;
  readonly answer: number;
}

/**
 * Counts what an exchange over HTTP/1.1 takes: the request as it came, the answer by what its socket has written. To be
 * called before anything is answered; resolves when all has been, or the connection is gone.
 */
export async function countExchange(
  req: IncomingMessage & { readonly originalUrl: string },
  res: ServerResponse,
): Promise<ExchangeBytes> {
  const { socket } = req;
  const before = socket.bytesWritten;
  await once(res, 'close');
  return { request: requestBytes(req), answer: socket.bytesWritten - before };
}

/** The request's line, its headers as they came, and its body; a body that comes in chunks has no length to add. */
function requestBytes(req: IncomingMessage & { readonly originalUrl: string }): number {
  let head = `${req.method} ${req.originalUrl} HTTP/${req.httpVersion}\r\n`;
  for (let index = 0; index < req.rawHeaders.length; index += 2) {
    head += `${req.rawHeaders[index]}: ${req.rawHeaders[index + 1]}\r\n`;
  }
  // Headers are read as Latin-1: a character is a byte.
  return head.length + 2 + Number(req.headers['content-length'] ?? 0);
}
