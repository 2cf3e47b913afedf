/** The head of a plain request: what the front answers itself. */
export interface RequestHead {
  readonly method: 'GET' | 'POST';
  /** In origin form: path and query. */
  readonly target: string;
  /** Values by lower-case names, each of which came once. */
  readonly headers: ReadonlyMap<string, string>;
  /** How many bytes the body has. */
  readonly contentLength: number;
  /** Whether the client understands chunks: not in HTTP/1.0, which proxies still speak to the servers behind them. */
  readonly takesChunks: boolean;
  /** Whether the connection ends with the answer. */
  readonly isLast: boolean;
  /** The head as it came, its empty line included. */
  readonly bytes: Buffer;
}

/** Longer heads are left to node:http, which has bounds of its own. */
const longestHead = 16 * 1024;

/**
 * Reads the head of a request as far as it is plain: HTTP/1.1 or 1.0, GET or POST, a target in origin form, each header
 * once, visible ASCII, a body by `Content-Length` alone. Whatever else HTTP allows, and whatever it does not, is `foreign`:
 * node:http answers that, with a parser that knows all of it. So this one may be small and strict, and where the two see
 * the same request they agree on where it ends.
 *
 * A publisher sends one head again and again: what begins with the bytes of the `previous` one need not be read.
 *
 * Sources: RFC 9112, sections 2 to 6; RFC 9110, section 5.
 */
export function readRequestHead(bytes: Buffer, previous?: RequestHead): RequestHead | 'incomplete' | 'foreign' {
  if (previous && beginsWith(bytes, previous.bytes)) return previous;
  const text = bytes.toString('latin1', 0, longestHead);
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return bytes.length < longestHead && mayBecomePlain(text) ? 'incomplete' : 'foreign';

  requestLine.lastIndex = 0;
  const line = requestLine.exec(text);
  if (!line) return 'foreign';
  const [, method, target = '', minorVersion] = line;
  const headers = new Map<string, string>();
  for (let at = requestLine.lastIndex; at < end + 2; at = headerLine.lastIndex) {
    headerLine.lastIndex = at;
    const header = headerLine.exec(text);
    if (!header) return 'foreign';
    const [, rawName = '', value = ''] = header;
    const name = rawName.toLowerCase();
    if (headers.has(name) || isSpecial(name, value, minorVersion)) return 'foreign';
    headers.set(name, value.trim());
  }
  // [spec] A server MUST respond with 400 to any HTTP/1.1 request that lacks a Host header: node:http does.
  if (!headers.has('host')) return 'foreign';

  const length = headers.get('content-length');
  if (method === 'GET') {
    if (length !== undefined) return 'foreign';
  } else if (length === undefined || !/^\d{1,9}$/.test(length)) return 'foreign';
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    target,
    headers,
    contentLength: Number(length ?? 0),
    takesChunks: minorVersion === '1',
    isLast: minorVersion === '0' || headers.get('connection')?.toLowerCase() === 'close',
    // A copy: what came may be larger by far.
    bytes: Buffer.from(bytes.subarray(0, end + 4)),
  };
}

function beginsWith(bytes: Buffer, head: Buffer): boolean {
  return bytes.length >= head.length && bytes.compare(head, 0, head.length, 0, head.length) === 0;
}

const requestLine = /(GET|POST) (\/[!"$-~]*) HTTP\/1\.([01])\r\n/y;
const headerLine = /([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t -~]*)\r\n/y;

/** What is no plain head already goes on at once: nobody waits here for the end of what may have none. */
function mayBecomePlain(text: string): boolean {
  return 'GET /'.startsWith(text) || 'POST /'.startsWith(text) || plainSoFar.test(text);
}

/** Visible ASCII, and line breaks that are whole but for the last. */
const plainSoFar = /^(?:GET|POST) \/(?:[\t -~]|\r(?:\n|$))*$/;

/** Headers that change how the message is framed, or what becomes of the connection. */
function isSpecial(name: string, value: string, minorVersion: string | undefined): boolean {
  switch (name) {
    case 'transfer-encoding':
    case 'expect':
    case 'upgrade':
    case 'trailer':
      return true;
    case 'connection': {
      const option = value.trim().toLowerCase();
      return option !== 'close' && (option !== 'keep-alive' || minorVersion === '0');
    }
    default:
      return false;
  }
}
