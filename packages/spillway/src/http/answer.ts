import type { Connection } from '../hub/connection.ts';
import type { Subscriber } from '../hub/subscriber.ts';

/** Header names in lower case, with their values. */
export type Headers = Readonly<Record<string, string>>;

/** What the resource says to a request, for a server to send. */
export type Answer = BodyAnswer | StreamAnswer;

export interface BodyAnswer {
  readonly kind: 'body';
  readonly status: number;
  readonly headers: Headers;
  /** Null where there is none: the answer to HEAD, and 204. */
  readonly body: string | null;
}

export interface StreamAnswer {
  readonly kind: 'stream';
  readonly status: 200;
  readonly headers: Headers;
  /** Opens the stream on a connection whose head is sent, or will be with its first bytes. */
  readonly attach: (connection: Connection) => Subscriber;
}

/** An answer in JSON. What a hub says is of the moment, so nobody may store it. */
export function jsonAnswer(status: number, value: unknown, headers?: Headers): BodyAnswer {
  return {
    kind: 'body',
    status,
    headers: headers ? { ...jsonHeaders, ...headers } : jsonHeaders,
    body: JSON.stringify(value),
  };
}

const jsonHeaders: Headers = Object.freeze({
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
});
