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
  | 'invalid-opening'
  // what is wrong with an HTTP request beyond that
  | 'malformed-json'
  | 'missing-topic'
  | 'invalid-utf8'
  | 'incomplete-body'
  | 'body-too-large'
  | 'body-consumed'
  | 'body-not-exact'
  | 'unsupported-content-type'
  | 'unsupported-content-encoding'
  | 'invalid-limit'
  | 'invalid-wait'
  | 'not-acceptable'
  | 'method-not-allowed'
  | 'too-many-streams'
  // who may do what, and from where
  | 'unauthorized'
  | 'forbidden'
  | 'origin-not-allowed'
  | 'host-not-allowed'
  | 'proxy-not-allowed'
  | 'authorization-unavailable'
  // the event log
  | 'log-in-use'
  | 'log-full'
  | 'log-damaged'
  | 'log-unavailable'
  // the life of a hub or a log
  | 'closed'
  // why a client lost its connection, or gave up
  | 'network'
  | 'timeout'
  | 'unexpected-status'
  | 'unexpected-content-type'
  | 'source-failed'
  // data that its subscriber's schema refused, or that is not the text of bytes
  | 'invalid-data'
  // misuse of the library's own functions
  | 'invalid-option'
  // what nobody foresaw
  | 'internal';

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
  declare readonly code: SpillwayErrorCode;
  /** Which event of a batch is meant, from 0. */
  declare readonly index: number | undefined;
  /** Which line of an NDJSON body is meant, from 1. */
  declare readonly line: number | undefined;
  /** The HTTP status that a client was answered with. */
  declare readonly status: number | undefined;

  constructor(code: SpillwayErrorCode, message: string, options?: SpillwayErrorOptions) {
    super(message, options);
    this.code = code;
    this.index = options?.index;
    this.line = options?.line;
    this.status = options?.status;
  }
}

export interface SpillwayErrorOptions extends ErrorOptions {
  readonly index?: number | undefined;
  readonly line?: number | undefined;
  readonly status?: number | undefined;
}
