import type { Logger } from 'pino';
import { type EventsRequest, SpillwayError } from 'spillway';

/** Logs why a request was refused: at `warn` where the hub's settings may be wrong, and else at `info`. */
export function logRefusal(logger: Logger, error: SpillwayError, request: EventsRequest): void {
  const { code, message } = error;
  const level = mayBeMisconfigured.has(code) ? 'warn' : 'info';
  logger[level](
    { code, ...reasonOf(error), ...requestFields(request) },
    `a request was refused: ${printable(message)}`,
  );
}

/** Why a token is not valid, which its client need not know. The messages of the token library quote no claims. */
function reasonOf({ code, cause }: SpillwayError): { readonly reason?: string } {
  return code === 'unauthorized' && cause instanceof Error ? { reason: printable(cause.message) } : {};
}

const mayBeMisconfigured: ReadonlySet<SpillwayError['code']> = new Set([
  'host-not-allowed',
  'origin-not-allowed',
  'proxy-not-allowed',
]);

/** Logs why a request failed; a state of the hub that is known to occur needs no stack. */
export function logFailure(logger: Logger, error: unknown, request: EventsRequest): void {
  const code = error instanceof SpillwayError ? error.code : undefined;
  if (code === 'closed') {
    logger.info({ code, ...requestFields(request) }, 'a request was refused: the hub is shutting down');
  } else if (error instanceof SpillwayError && expectedFailures.has(error.code)) {
    logger.error({ code, ...requestFields(request) }, `a request failed: ${printable(error.message)}`);
  } else {
    logger.error({ err: error, ...requestFields(request) }, 'a request failed');
  }
}

const expectedFailures: ReadonlySet<SpillwayError['code']> = new Set([
  'authorization-unavailable',
  'log-full',
  'log-damaged',
  'log-unavailable',
]);

/** What identifies a request in the log. Its query stays out, because it may hold a secret; so do all other headers. */
function requestFields(request: EventsRequest): object {
  const { method, url } = request;
  const [path = ''] = url.split('?');
  return {
    method,
    path: printable(path),
    host: printable(request.header('host')),
    origin: printable(request.header('origin')),
  };
}

/**
 * At most 500 characters, so that a client cannot fill the log, without those that a terminal would obey. (The log is JSON,
 * which escapes control characters of C0 itself.)
 */
function printable<Text extends string | undefined>(text: Text): Text | string {
  if (text === undefined) return text;
  const shown = text.length > 500 ? `${text.slice(0, 500)}…` : text;
  return shown.replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
