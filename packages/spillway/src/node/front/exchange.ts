import type { IncomingRequest } from '../../http/events-request.ts';
import type { RequestHead } from './request-head.ts';

/** One request, with its body as far as it has come. */
export class Exchange implements IncomingRequest<FrontPeer> {
  readonly secure = false;
  readonly method: string;
  readonly url: string;
  readonly native: FrontPeer;
  isAnswering = false;
  #isAborted = false;
  readonly #head: RequestHead;
  readonly #body: Buffer[] = [];
  #missingBytes: number;
  #gone: AbortController | undefined;

  constructor(head: RequestHead, peer: FrontPeer) {
    this.method = head.method;
    this.url = head.target;
    this.native = peer;
    this.#head = head;
    this.#missingBytes = head.contentLength;
  }

  get takesChunks(): boolean {
    return this.#head.takesChunks;
  }

  /** Whether the connection ends with the answer. */
  get isLast(): boolean {
    return this.#head.isLast;
  }

  get isComplete(): boolean {
    return this.#missingBytes === 0;
  }

  /** Takes what of `bytes` belongs to the body, and returns what follows it. */
  take(bytes: Buffer | undefined): Buffer | undefined {
    if (!bytes || this.#missingBytes === 0) return bytes;
    const taken = Math.min(bytes.length, this.#missingBytes);
    this.#missingBytes -= taken;
    this.#body.push(taken === bytes.length ? bytes : bytes.subarray(0, taken));
    return taken === bytes.length ? undefined : bytes.subarray(taken);
  }

  /** Clients of HTTP/1.0 alone do not understand chunks. */
  get httpVersion(): string {
    return this.#head.takesChunks ? '1.1' : '1.0';
  }

  headerNames(): Iterable<string> {
    return this.#head.headers.keys();
  }

  header(name: string): string | undefined {
    return this.#head.headers.get(name);
  }

  body(): Uint8Array {
    const [only] = this.#body;
    return this.#body.length === 1 && only ? only : Buffer.concat(this.#body);
  }

  get signal(): AbortSignal {
    if (this.#isAborted) return AbortSignal.abort();
    this.#gone ??= new AbortController();
    return this.#gone.signal;
  }

  /** The client is gone. Few requests ask for the signal, and some of them later than this. */
  abort(): void {
    this.#isAborted = true;
    this.#gone?.abort();
  }
}

/** Who sent a request, as far as the front knows. */
export interface FrontPeer {
  readonly remoteAddress: string | undefined;
}
