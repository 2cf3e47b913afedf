import type { Offset } from '../event.ts';
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

/** One open stream with its selection and cursor. */
export class OpenSubscriber implements Subscriber {
  readonly selection: CompiledSelection;
  /** Everything that the selection matches was written, up to and with this offset. */
  after: Offset = 0;
  /** Whether the connection asked for a pause. */
  full = false;
  /** Called once, when the stream is over for whatever reason. */
  onClosed: (() => void) | undefined;
  #standing = opening;
  readonly #connection: Connection;

  constructor(selection: CompiledSelection, connection: Connection) {
    this.selection = selection;
    this.#connection = connection;
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
    this.onClosed?.();
  }

  /** Ends the stream from the hub's side. */
  end(): void {
    if (this.#standing === closed) return;
    this.close();
    this.#connection.end();
  }
}
