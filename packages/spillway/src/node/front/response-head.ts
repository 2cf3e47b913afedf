import { STATUS_CODES } from 'node:http';
import type { BodyAnswer, Headers } from '../../http/answer.ts';

/** The head of a stream, after which the connection ends: no client sends a request into that. */
export function streamHead(headers: Headers, isChunked: boolean): string {
  return `${head(200, headers)}connection: close\r\n${isChunked ? 'transfer-encoding: chunked\r\n' : ''}\r\n`;
}

/**
 * A whole response; `keepAliveMs` is 0 if it is the last one of its connection. Clients that are told for how many seconds
 * an idle connection is kept end it themselves before, so that no request meets its end.
 */
export function bodyResponse({ status, headers, body }: BodyAnswer, keepAliveMs: number): Buffer {
  const text = head(status, headers) + connectionLines(keepAliveMs);
  // [spec] A server MUST NOT send Content-Length in a response with status 204 (RFC 9110, section 8.6).
  if (body === null) return Buffer.from(`${text}${status === 204 ? '' : 'content-length: 0\r\n'}\r\n`);
  return Buffer.from(`${text}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function connectionLines(keepAliveMs: number): string {
  if (keepAliveMs === 0) return 'connection: close\r\n';
  if (keepAliveMs === Infinity) return 'connection: keep-alive\r\n';
  return `connection: keep-alive\r\nkeep-alive: timeout=${Math.floor(keepAliveMs / 1000)}\r\n`;
}

/** What is sent to a client that does not finish its request in time. */
export const requestTimeout = Buffer.from('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');

let latest:
  { readonly status: number; readonly headers: Headers; readonly date: string; readonly text: string } | undefined;

/** Most answers have the very headers of the one before. */
function head(status: number, headers: Headers): string {
  const date = dateNow();
  if (latest?.headers === headers && latest.status === status && latest.date === date) return latest.text;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ndate: ${date}\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  latest = { status, headers, date, text };
  return text;
}

let second = 0;
let date = '';

/** The time as HTTP writes it (RFC 9110, section 5.6.7), made once a second. */
function dateNow(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    date = new Date().toUTCString();
  }
  return date;
}
