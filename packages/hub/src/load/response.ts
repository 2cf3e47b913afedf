/** The head of an HTTP/1.1 answer, as far as a load test looks at it. */
export interface ResponseHead {
  readonly status: number;
  /** The status line without the version, such as `404 Not Found`. */
  readonly statusText: string;
  /** How the end of the body is told. */
  readonly body: { readonly kind: 'length'; readonly bytes: number } | { readonly kind: 'chunked' | 'until-close' };
  /** Whether the server closes the connection after the body. */
  readonly closes: boolean;
}

/** Reads a head (RFC 9112): all before the blank line. Undefined if it is no HTTP. */
export function parseHead(text: string): ResponseHead | undefined {
  const [, version, status, phrase = ''] = /^HTTP\/1\.([01]) (\d{3})(?: ([^\r\n]*))?(?:\r\n|$)/.exec(text) ?? [];
  if (status === undefined) return undefined;
  const connection = /^connection:[ \t]*([^\r\n]*)/im.exec(text)?.[1] ?? '';
  return {
    status: Number(status),
    statusText: `${status} ${phrase}`.trim(),
    body: bodyOf(Number(status), text),
    closes: version === '0' ? !/keep-alive/i.test(connection) : /close/i.test(connection),
  };
}

function bodyOf(status: number, text: string): ResponseHead['body'] {
  // [RFC 9112, 6.3] They have no body, whatever their fields say.
  if (status < 200 || status === 204 || status === 304) return { kind: 'length', bytes: 0 };
  if (/^transfer-encoding:[^\r\n]*chunked/im.test(text)) return { kind: 'chunked' };
  const length = /^content-length:[ \t]*(\d+)/im.exec(text)?.[1];
  return length === undefined ? { kind: 'until-close' } : { kind: 'length', bytes: Number(length) };
}

/** Reads the answers on a connection, one after the other. */
export class ResponseReader {
  readonly #onAnswer: (head: ResponseHead, body: string) => void;
  #text = '';
  #head: ResponseHead | undefined;

  /** `onAnswer` gets each answer when it is complete, with its body as Latin-1. */
  constructor(onAnswer: (head: ResponseHead, body: string) => void) {
    this.#onAnswer = onAnswer;
  }

  /** Takes what was received, as Latin-1; false if that is no HTTP. */
  push(text: string): boolean {
    this.#text = this.#text === '' ? text : this.#text + text;
    while (this.#text !== '') {
      if (this.#head === undefined) {
        const end = this.#text.indexOf('\r\n\r\n');
        if (end < 0) return this.#text.length < longestHead;
        this.#head = parseHead(this.#text.slice(0, end));
        if (this.#head === undefined) return false;
        this.#text = this.#text.slice(end + 4);
        // [RFC 9110, 15.2] An interim answer; the final one follows.
        if (this.#head.status < 200) {
          this.#head = undefined;
          continue;
        }
      }
      const body = this.#takeBody(this.#head);
      if (body === undefined) return true;
      this.#finish(this.#head, body);
    }
    if (this.#head?.body.kind === 'length' && this.#head.body.bytes === 0) this.#finish(this.#head, '');
    return true;
  }

  /** The connection is over: that may be the end of an answer. */
  end(): void {
    if (this.#head?.body.kind === 'until-close') this.#finish(this.#head, this.#text);
  }

  #finish(head: ResponseHead, body: string): void {
    this.#head = undefined;
    this.#onAnswer(head, body);
  }

  /** The body, once all of it is there. */
  #takeBody({ body }: ResponseHead): string | undefined {
    if (body.kind === 'until-close') return undefined;
    const found = body.kind === 'length' ? { bodyEnd: body.bytes, end: body.bytes } : endOfChunks(this.#text);
    if (found === undefined || this.#text.length < found.end) return undefined;
    const taken = this.#text.slice(0, found.bodyEnd);
    this.#text = this.#text.slice(found.end);
    return taken;
  }
}

const longestHead = 64 * 1024;

/** Where the chunks end and where what belongs to them ends (RFC 9112, 7.1); undefined while they are incomplete. */
function endOfChunks(text: string): { readonly bodyEnd: number; readonly end: number } | undefined {
  for (let at = 0; ;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (!(size > 0)) {
      if (text.startsWith('\r\n', lineEnd + 2)) return { bodyEnd: at, end: lineEnd + 4 };
      const trailerEnd = text.indexOf('\r\n\r\n', lineEnd);
      return trailerEnd < 0 ? undefined : { bodyEnd: at, end: trailerEnd + 4 };
    }
    at = lineEnd + 2 + size + 2;
  }
}
