import { SpillwayError } from '../error.ts';
import type { SpillwayErrorCode } from '../error.ts';
import { jsonAnswer } from './answer.ts';
import type { BodyAnswer, Headers } from './answer.ts';

/** What went wrong with a request, as `application/problem+json` says it (RFC 9457). */
export interface Problem {
  /** Always `about:blank`: the status says what kind of problem it is, and `code` which one. */
  readonly type: 'about:blank';
  /** The name of the status (RFC 9110, section 15). */
  readonly title: string;
  readonly status: number;
  /** What to do about it, for a person. */
  readonly detail: string;
  /** The stable word to branch on. */
  readonly code: SpillwayErrorCode;
  /** Which event of a JSON array is meant, from 0. */
  readonly index?: number;
  /** Which line of an NDJSON body is meant, from 1. */
  readonly line?: number;
}

/** The HTTP status of each code. */
const statuses: Readonly<Record<SpillwayErrorCode, number>> = {
  'invalid-event': 400,
  'invalid-topic': 400,
  'invalid-pattern': 400,
  'invalid-field': 400,
  'lone-surrogate': 400,
  'topic-too-long': 400,
  'id-too-long': 400,
  'too-many-topics': 400,
  'missing-topic': 400,
  'invalid-cursor': 400,
  'invalid-since': 400,
  'invalid-opening': 400,
  'invalid-limit': 400,
  'invalid-wait': 400,
  'malformed-json': 400,
  'invalid-utf8': 400,
  'incomplete-body': 400,
  unauthorized: 401,
  forbidden: 403,
  'origin-not-allowed': 403,
  'proxy-not-allowed': 403,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'event-too-large': 413,
  'batch-too-large': 413,
  'body-too-large': 413,
  'unsupported-content-type': 415,
  'unsupported-content-encoding': 415,
  'host-not-allowed': 421,
  'body-not-exact': 422,
  'too-many-streams': 429,
  'body-consumed': 500,
  'authorization-unavailable': 503,
  'log-damaged': 503,
  'log-unavailable': 503,
  closed: 503,
  'log-full': 507,
  'log-in-use': 500,
  network: 500,
  timeout: 500,
  'unexpected-status': 500,
  'unexpected-content-type': 500,
  'source-failed': 500,
  'invalid-data': 500,
  'invalid-option': 500,
  internal: 500,
};

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
};

/** What the fault of a server looks like from outside: its own message may name files, hosts and more. */
const faults: Readonly<Partial<Record<SpillwayErrorCode, string>>> = {
  'authorization-unavailable': 'what you may do cannot be checked now; try again later',
  'log-full': 'the log has no room left: nothing of this was kept',
  'log-damaged': 'the log is damaged and takes nothing: nothing of this was kept',
  'log-unavailable': 'the log cannot be reached now; try again later',
  closed: 'the hub is shutting down; try again later',
  'body-consumed':
    'something in front of the hub has read the body of this request: mount the hub before the body parser',
};

/** Headers that a status calls for (RFC 9110, section 15). */
const headersOf: Readonly<Record<number, Headers>> = {
  401: { 'www-authenticate': 'Bearer' },
  405: { allow: 'GET, HEAD, POST, OPTIONS' },
  415: {
    'accept-encoding': 'identity',
    'accept-post': 'application/json, application/x-ndjson, application/x-www-form-urlencoded',
  },
  429: { 'retry-after': '5' },
  503: { 'retry-after': '5' },
};

/** Puts an error as clients may see it. What is not a `SpillwayError` is `internal`, and shows nothing of itself. */
export function problemOf(error: unknown): Problem {
  const isShown = error instanceof SpillwayError && (statuses[error.code] !== 500 || error.code in faults);
  const code = isShown ? error.code : 'internal';
  const status = statuses[code];
  const detail =
    error instanceof SpillwayError && status < 500
      ? error.message
      : (faults[code] ?? 'something went wrong in the hub');
  const problem: Problem = { type: 'about:blank', title: titles[status] ?? '', status, detail, code };
  if (!(error instanceof SpillwayError)) return problem;
  return {
    ...problem,
    ...(error.index === undefined ? {} : { index: error.index }),
    ...(error.line === undefined ? {} : { line: error.line }),
  };
}

export function problemAnswer(problem: Problem): BodyAnswer {
  return jsonAnswer(problem.status, problem, {
    'content-type': 'application/problem+json',
    ...headersOf[problem.status],
  });
}
