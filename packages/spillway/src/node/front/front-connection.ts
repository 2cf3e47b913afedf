import type { BodyAnswer, StreamAnswer } from '../../http/answer.ts';
import type { EventsResource } from '../../http/events-resource.ts';
import type { Connection } from '../../hub/connection.ts';
import type { Subscriber } from '../../hub/subscriber.ts';
import { lastChunk } from '../chunked.ts';
import { Exchange, type FrontPeer } from './exchange.ts';
import { type RequestHead, readRequestHead } from './request-head.ts';
import { bodyResponse, requestTimeout, streamHead } from './response-head.ts';
import type { Wire, WireOwner } from './wire.ts';

/** What all connections of a front share. */
export interface FrontContext {
  readonly resource: EventsResource<FrontPeer>;
  /** The path that the front answers. */
  readonly path: string;
  /** A longer body is node:http's to refuse. */
  readonly bodyBytes: number;
  /** Frames bytes as a chunk. */
  chunk(bytes: Uint8Array): Uint8Array;
  readonly timeLimits: TimeLimits;
  /** Whether no connection takes another request. */
  readonly isStopping: boolean;
  readonly now: () => number;
}

/** How long a client may take, in milliseconds. */
export interface TimeLimits {
  /** Between two requests; clients are told so. */
  readonly keepAliveMs: number;
  /** For the head of a request. */
  readonly headMs: number;
  /** For the body, beyond what the head was given. */
  readonly bodyMs: number;
}

/** How much of its next requests a client may send ahead while one is answered. */
const mostAheadBytes = 64 * 1024;

/** For how many milliseconds a connection that has ended waits for its client to take the rest. */
const lingerMs = 30_000;

/** For how many milliseconds more than clients are told a silent connection is kept, so that no request meets its end. */
const keepAliveGraceMs = 1000;

/**
 * Reads requests from a wire and answers them one after the other, until one comes that is none of the front's affair:
 * with that the connection goes over to node:http for good.
 */
export class FrontConnection implements WireOwner, Connection {
  /**
   * When the connection is given up unless something happens before, in the front's milliseconds; Infinity while it is
   * the front's turn.
   */
  deadline: number;
  readonly #context: FrontContext;
  readonly #wire: Wire;
  /** The request that is being read or answered. */
  #exchange: Exchange | undefined;
  #previousHead: RequestHead | undefined;
  /** What came and was not used yet. */
  #ahead: Buffer | undefined;
  #subscriber: Subscriber | undefined;
  /** The head of a stream that waits for the stream's first bytes. */
  #streamHead: string | undefined;
  /** Whether the stream is framed in chunks. */
  #isChunked = true;
  #isFull = false;
  /** Whether the client sends nothing more. */
  #hasEnded = false;
  #isEnding = false;
  #isOver = false;
  readonly #onOver: (connection: FrontConnection) => void;

  constructor(wire: Wire, context: FrontContext, onOver: (connection: FrontConnection) => void) {
    this.#wire = wire;
    this.#context = context;
    this.#onOver = onOver;
    this.deadline = context.now() + context.timeLimits.headMs;
  }

  /** Whether it waits for a request of which nothing has come. */
  get isIdle(): boolean {
    const isWaiting = this.#exchange === undefined && this.#ahead === undefined && this.#subscriber === undefined;
    return isWaiting && !this.#isFull && !this.#isEnding;
  }

  read(bytes: Buffer): void {
    // A stream is the last answer of its connection, as its head says: what else was asked will be asked again elsewhere.
    if (this.#isEnding || this.#subscriber) return;
    const { isIdle } = this;
    this.#ahead = this.#ahead ? Buffer.concat([this.#ahead, bytes]) : bytes;
    if (this.#exchange?.isAnswering || this.#isFull) {
      if (this.#isPaused) this.#wire.pause();
      return;
    }
    if (isIdle) this.deadline = this.#context.now() + this.#context.timeLimits.headMs;
    this.#proceed();
  }

  /** Reads on in what has come. */
  #proceed(): void {
    const bytes = this.#ahead;
    if (!bytes) return;
    if (!this.#exchange) {
      const head = readRequestHead(bytes, this.#previousHead);
      if (head === 'incomplete') return;
      if (head === 'foreign' || this.#context.isStopping || !this.#isOwn(head)) return this.#handOver(bytes);
      this.#exchange = new Exchange(head, this.#wire);
      this.deadline += this.#context.timeLimits.bodyMs;
      this.#previousHead = head;
      this.#ahead = bytes.length > head.bytes.length ? bytes.subarray(head.bytes.length) : undefined;
    }
    const exchange = this.#exchange;
    this.#ahead = exchange.take(this.#ahead);
    if (exchange.isComplete) void this.#answer(exchange);
  }

  #isOwn({ target, contentLength }: RequestHead): boolean {
    const { path, bodyBytes } = this.#context;
    const isPath = target.startsWith(path) && (target.length === path.length || target[path.length] === '?');
    return isPath && contentLength <= bodyBytes;
  }

  #handOver(bytes: Buffer): void {
    // node:http has no use for a socket that was read to its end.
    if (this.#hasEnded) return;
    this.#over();
    this.#wire.handOver(bytes);
  }

  async #answer(exchange: Exchange): Promise<void> {
    exchange.isAnswering = true;
    this.deadline = Infinity;
    const answer = await this.#context.resource.answer(exchange);
    if (this.#isOver) return;
    if (answer.kind === 'body') this.#sendBody(answer);
    else if (this.#hasEnded) this.#endWire();
    else this.#openStream(answer, exchange);
  }

  #sendBody(answer: BodyAnswer): void {
    const isLast = this.#exchange?.isLast === true;
    this.#exchange = undefined;
    this.#isFull = !this.#wire.write(bodyResponse(answer, isLast ? 0 : this.#context.timeLimits.keepAliveMs));
    if (isLast) this.#endWire();
    else if (!this.#isFull) this.#awaitRequest();
  }

  #openStream(answer: StreamAnswer, exchange: Exchange): void {
    this.#isChunked = exchange.takesChunks;
    this.#streamHead = streamHead(answer.headers, this.#isChunked);
    try {
      this.#subscriber = answer.attach(this);
    } catch (error) {
      // A stream that could not be opened after all, most likely because the hub was closed meanwhile.
      return this.#sendBody(this.#context.resource.answerTo(error, exchange));
    }
    this.#exchange = undefined;
    this.#previousHead = undefined;
    if (this.#isOver) return this.#subscriber.close();
    this.#sendStreamHead();
    // Who does not read will not hear that its client leaves.
    if (this.#isPaused) this.#wire.resume();
    this.#ahead = undefined;
  }

  get #isPaused(): boolean {
    return this.#ahead !== undefined && this.#ahead.length > mostAheadBytes;
  }

  /** A stream that is silent so far sends its head alone. */
  #sendStreamHead(): void {
    if (this.#streamHead === undefined) return;
    this.#wire.write(Buffer.from(this.#streamHead));
    this.#streamHead = undefined;
  }

  write(bytes: Uint8Array): boolean {
    const chunk = this.#isChunked ? this.#context.chunk(bytes) : bytes;
    if (this.#streamHead === undefined) return this.#wire.write(chunk);
    const head = Buffer.from(this.#streamHead);
    this.#streamHead = undefined;
    return this.#wire.write(Buffer.concat([head, chunk]));
  }

  /** Ends the stream, and with it the connection: a client that comes back is served as well on a new one. */
  end(): void {
    if (this.#isOver) return;
    this.#sendStreamHead();
    if (this.#isChunked) this.#wire.write(lastChunk);
    this.#endWire();
  }

  #endWire(): void {
    this.#isEnding = true;
    // A client that takes nothing any more must not hold the connection for ever.
    this.deadline = this.#context.now() + lingerMs;
    this.#wire.end();
  }

  drained(): void {
    if (this.#subscriber) this.#subscriber.drained();
    else if (this.#isFull && !this.#isEnding) {
      this.#isFull = false;
      this.#awaitRequest();
    }
  }

  #awaitRequest(): void {
    const { now, timeLimits, isStopping } = this.#context;
    if (isStopping) return this.#endWire();
    this.deadline = now() + (this.#ahead ? timeLimits.headMs : timeLimits.keepAliveMs + keepAliveGraceMs);
    if (this.#isPaused) this.#wire.resume();
    this.#proceed();
    if (this.#hasEnded) this.#endUnlessAnswering();
  }

  /** Its deadline has passed. */
  giveUp(): void {
    if (this.#isEnding) return this.destroy();
    if (!this.isIdle) this.#wire.write(requestTimeout);
    this.#endWire();
  }

  /** Ends it, if it waits for a request. */
  endIfIdle(): void {
    if (this.isIdle) this.#endWire();
  }

  destroy(): void {
    this.#wire.destroy();
  }

  /** Requests that have come are answered; who listened to a stream, or waited for an event, has most likely left. */
  ended(): void {
    if (this.#isEnding) return;
    this.#hasEnded = true;
    this.#subscriber?.close();
    this.#exchange?.abort();
    this.#endUnlessAnswering();
  }

  #endUnlessAnswering(): void {
    if (!this.#exchange?.isAnswering && !this.#isFull) this.#endWire();
  }

  closed(): void {
    this.#over();
    this.#exchange?.abort();
    this.#subscriber?.close();
  }

  #over(): void {
    this.#isOver = true;
    this.#onOver(this);
  }
}
