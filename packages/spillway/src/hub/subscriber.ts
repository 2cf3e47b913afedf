import type { Offset } from '../event.ts';
import type { Audience } from './audience.ts';
import type { CatchingUp } from './catching-up.ts';
import type { Connection } from './connection.ts';
import type { Segment } from './tape.ts';

/** What the holder of a connection may tell the hub about one subscriber. */
export interface Subscriber {
  /** The connection that was full takes bytes again. */
  drained(): void;
  /** The connection is gone: nothing more is written to it. Closing twice is harmless. */
  close(): void;
}

/**
 * Where a subscriber stands: its place in the log is not yet known; it reads on from the log; it is a position on its
 * audience's tape; or its stream is over.
 */
export type Standing =
  | { readonly phase: 'opening' }
  | CatchingUp
  | {
      readonly phase: 'live';
      segment: Segment;
      /** How much of the segment was written, in bytes. */
      at: number;
      /** Its place among the audience's live subscribers. */
      index: number;
    }
  | { readonly phase: 'closed' };

export type Live = Extract<Standing, { phase: 'live' }>;

const closed: Standing = { phase: 'closed' };

/** One open stream with its selection and cursor. */
export class OpenSubscriber implements Subscriber {
  readonly audience: Audience;
  standing: Standing = { phase: 'opening' };
  /** Everything that the selection matches was written, up to and with this offset. */
  after: Offset = 0;
  /** Whether the connection asked for a pause. */
  full = false;
  /** Called once, when the stream is over for whatever reason. */
  onClosed: (() => void) | undefined;
  readonly #connection: Connection;

  constructor(audience: Audience, connection: Connection) {
    this.audience = audience;
    this.#connection = connection;
  }

  write(bytes: Uint8Array): void {
    if (!this.#connection.write(bytes)) this.full = true;
  }

  drained(): void {
    this.full = false;
    switch (this.standing.phase) {
      case 'live':
        this.audience.advance(this, this.standing);
        break;
      case 'catching-up':
        this.standing.proceed();
        break;
      case 'opening':
      case 'closed':
        break;
      default:
        this.standing satisfies never;
    }
  }

  close(): void {
    if (this.standing.phase === 'closed') return;
    if (this.standing.phase === 'live') this.audience.leave(this.standing);
    this.standing = closed;
    this.onClosed?.();
  }

  /** Ends the stream from the hub's side. */
  end(): void {
    if (this.standing.phase === 'closed') return;
    this.close();
    this.#connection.end();
  }
}
