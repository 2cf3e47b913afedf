/** A response as it came over a connection. */
export interface RawResponse {
  readonly status: number;
  /** Lower-case names, sorted, with their values. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * Reads responses one after the other, strictly: what is left over, or not whole, is an error.
 *
 * @param methods of the requests in order, because an answer to HEAD has no body
 */
export function readResponses(text: string, methods: readonly string[]): RawResponse[] {
  const responses: RawResponse[] = [];
  let at = 0;
  let answered = 0;
  while (at < text.length) {
    const end = text.indexOf('\r\n\r\n', at);
    const [statusLine = '', ...lines] = text.slice(at, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
    if (end < 0 || !status) throw new Error(`no response begins here: ${JSON.stringify(text.slice(at, at + 100))}`);
    const headers = lines.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase())).toSorted();
    at = end + 4;
    const method = status === 100 ? '' : methods[answered++];
    const { body, next } = readBody(text, at, status === 100 || status === 204 || method === 'HEAD' ? [] : headers);
    at = next;
    responses.push({ status, headers, body });
  }
  return responses;
}

function readBody(text: string, from: number, headers: readonly string[]): { body: string; next: number } {
  if (headers.includes('transfer-encoding: chunked')) return readChunks(text, from);
  const length = Number(headers.find((line) => line.startsWith('content-length: '))?.slice(16) ?? 0);
  if (from + length > text.length) throw new Error('a body is not whole');
  return { body: text.slice(from, from + length), next: from + length };
}

/** The body of a chunked response (RFC 9112, section 7.1) whose end must have come. */
function readChunks(text: string, from: number): { body: string; next: number } {
  let body = '';
  for (let at = from; ;) {
    const line = /([0-9a-f]+)\r\n/y;
    line.lastIndex = at;
    const size = line.exec(text)?.[1];
    if (size === undefined) throw new Error(`no chunk begins here: ${JSON.stringify(text.slice(at, at + 40))}`);
    const data = line.lastIndex;
    const end = data + Number.parseInt(size, 16);
    if (text.slice(end, end + 2) !== '\r\n') throw new Error('a chunk does not end where it says');
    if (size === '0') return { body, next: end + 2 };
    body += text.slice(data, end);
    at = end + 2;
  }
}
