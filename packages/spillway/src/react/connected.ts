import type { ConnectionState, Gap } from '../client/index.ts';

/** How the connection behind a hook stands. */
export interface Connected {
  readonly state: ConnectionState;
  /** The newest gap: events after `gap.after` are missing for good. */
  readonly gap: Gap | undefined;
  /** Connects anew at once, from the cursor. */
  reconnect(this: void): void;
}
