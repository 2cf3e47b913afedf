import { type DecodedEvent, createDecoder } from '../../src/codec/decode.ts';
import type { Connection } from '../../src/hub/connection.ts';
import type { Hub, SubscribeRequest } from '../../src/hub/hub.ts';
import type { Subscriber } from '../../src/hub/subscriber.ts';

/**
 * A subscriber as a browser is one: it decodes what arrives, remembers the last event id and resumes from it. What was
 * written is on the wire until `receive`; a connection that is cut loses what is still on it.
 */
export class TestClient {
  readonly events: DecodedEvent[] = [];
  readonly comments: string[] = [];
  /** The sizes of the writes, in bytes. */
  readonly writes: number[] = [];
  lastEventId = '';
  /** Called with the first id that ever arrives: where the stream began. */
  readonly #onFirstId: ((id: string) => void) | undefined;
  retryMs: number | undefined;
  isEnded = false;
  readonly #hub: Hub;
  readonly #request: SubscribeRequest;
  #subscriber: Subscriber | undefined;
  #wire: Uint8Array[] = [];
  #isStalled = false;
  #connections = 0;

  readonly #decoder = createDecoder({
    event: (event) => {
      this.events.push(event);
      this.#remember(event.lastEventId);
    },
    lastEventId: (id) => this.#remember(id),
    retry: (ms) => {
      this.retryMs = ms;
    },
    comment: (text) => {
      this.comments.push(text);
    },
  });

  constructor(hub: Hub, request: SubscribeRequest, onFirstId?: (id: string) => void) {
    this.#hub = hub;
    this.#onFirstId = onFirstId;
    this.#request = request;
    this.connect();
  }

  #remember(id: string): void {
    if (this.lastEventId === '') this.#onFirstId?.(id);
    this.lastEventId = id;
  }

  /** Connects, from its last event id if it has one. */
  connect(hub = this.#hub): void {
    const connection = ++this.#connections;
    this.isEnded = false;
    this.#decoder.reset();
    const cursor = this.lastEventId || this.#request.cursor;
    this.#subscriber = hub.subscribe({ ...this.#request, cursor }, this.#connection(connection));
  }

  #connection(number: number): Connection {
    const isCurrent = () => number === this.#connections;
    return {
      write: (bytes) => {
        if (!isCurrent()) throw new Error('a closed connection was written to');
        if (this.#isStalled && this.#wire.length > 0) throw new Error('a full connection was written to');
        this.writes.push(bytes.length);
        this.#wire.push(bytes);
        if (!this.#isStalled) this.receive();
        return !this.#isStalled;
      },
      end: () => {
        if (isCurrent()) this.isEnded = true;
      },
    };
  }

  /** Cuts the connection after so many bytes of what is on the wire. */
  disconnect(arriving = Number.POSITIVE_INFINITY): void {
    this.receive(arriving);
    this.#connections++;
    this.#subscriber?.close();
    this.#subscriber = undefined;
    this.#wire = [];
    this.#isStalled = false;
  }

  get isConnected(): boolean {
    return this.#subscriber !== undefined && !this.isEnded;
  }

  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** From now on nothing is read: the connection takes one more write and is full. */
  stall(): void {
    this.#isStalled = true;
  }

  /** Reads what is on the wire and takes more. */
  drain(): void {
    if (!this.#isStalled) return;
    this.#isStalled = false;
    const wasFull = this.#wire.length > 0;
    this.receive();
    if (wasFull) this.#subscriber?.drained();
  }

  receive(bytes = Number.POSITIVE_INFINITY): void {
    let left = bytes;
    for (const chunk of this.#wire) {
      const arriving = chunk.subarray(0, Math.min(left, chunk.length));
      this.#decoder.push(arriving);
      left -= arriving.length;
    }
    this.#wire = [];
  }

  /** The data of all that was received. */
  get data(): string[] {
    return this.events.map((event) => event.data);
  }
}
