import type { Offset } from '../event.ts';
import type { Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import type { CompiledSelection } from './selection.ts';

/** What the holder of a connection may tell the hub about one subscriber. */
export interface Subscriber {
  /** The connection that was full takes bytes again. */
  drained(): void;
  /** The connection is gone: nothing more is written to it. Closing twice is harmless. */
  close(): void;
}

/**
 * How a subscriber stands: its place in the log is not known yet (`opening`), it reads on from the log (`catching-up`),
 * it is a position on its audience's tape (`live`), or its stream is over (`closed`).
 */
export interface Standing {
  readonly phase: 'opening' | 'catching-up' | 'live' | 'closed';
  /** The connection takes bytes again. */
  drained(): void;
  /** The subscriber stands here no longer. */
  left(): void;
}

const opening: Standing = { phase: 'opening', drained() {}, left() {} };
const closed: Standing = { phase: 'closed', drained() {}, left() {} };

/** Who keeps the list of subscribers. */
export interface SubscriberHost {
  /** The stream is over, for whatever reason; said once. */
  left(subscriber: OpenSubscriber): void;
}

/** One open stream with its selection and cursor. */
export class OpenSubscriber implements Subscriber {
  /** Those who share its selection. */
  readonly audience: Audience;
  /** Everything that the selection matches was written, up to and with this offset. */
  after: Offset = 0;
  /** Whether the connection asked for a pause. */
  full = false;
  #standing = opening;
  readonly #connection: Connection;
  readonly #host: SubscriberHost;

  constructor(audience: Audience, connection: Connection, host: SubscriberHost) {
    this.audience = audience;
    this.#connection = connection;
    this.#host = host;
  }

  get selection(): CompiledSelection {
    return this.audience.selection;
  }

  get standing(): Standing {
    return this.#standing;
  }

  stand(standing: Standing): void {
    const before = this.#standing;
    this.#standing = standing;
    before.left();
  }

  write(bytes: Uint8Array): void {
    if (!this.#connection.write(bytes)) this.full = true;
  }

  drained(): void {
    this.full = false;
    this.#standing.drained();
  }

  close(): void {
    if (this.#standing === closed) return;
    this.stand(closed);
    this.#host.left(this);
  }

  /** Ends the stream from the hub's side. */
  end(): void {
    if (this.#standing === closed) return;
    this.close();
    this.#connection.end();
  }
}
