/** What went wrong, as a stable word to branch on. `PROTOCOL.md` lists the HTTP status of each. */
export type SpillwayErrorCode =
  // what a publisher or subscriber sent
  | 'invalid-event'
  | 'invalid-topic'
  | 'invalid-pattern'
  | 'invalid-field'
  | 'lone-surrogate'
  | 'topic-too-long'
  | 'id-too-long'
  | 'event-too-large'
  | 'too-many-topics'
  | 'batch-too-large'
  | 'invalid-cursor'
  | 'invalid-since'
  // the event log
  | 'log-in-use'
  | 'log-full'
  | 'log-damaged'
  | 'log-unavailable'
  // the life of a hub or a log
  | 'closed'
  // misuse of the library's own functions
  | 'invalid-option';

/**
 * The one error class of the library: a stable `code` to branch on, a message that says what to do next, and the
 * `cause` where another error lies beneath.
 *
 * @example
 * ```ts
 * import { createHub, SpillwayError } from 'spillway';
 *
 * const hub = createHub();
 * try {
 *   await hub.publish({ topic: '', data: 'hello' });
 * } catch (error) {
 *   if (error instanceof SpillwayError && error.code === 'invalid-topic') console.error(error.message);
 * }
 * await hub.close();
 * ```
 */
export class SpillwayError extends Error {
  override readonly name = 'SpillwayError';
  readonly code: SpillwayErrorCode;

  constructor(code: SpillwayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
