/**
 * One sentence of PROTOCOL.md as data: requests, and what a hub must answer. An implementation in any language can be
 * held against the cases; `run.ts` is one way to do so.
 *
 * In every text of a case, `<run>` stands for a name that no other case or run uses, `<origin>` for the hub's origin,
 * `<1025 x>` for 1,025 times `x`, and `<name>` for what a step before kept under this name.
 */
export interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
}

export type Step = SendStep | AnswerStep | OpenStep | NextStep | EndStep;

/** Sends a request and compares the answer; with `later`, only sends it, for an `AnswerStep` to compare. */
export interface SendStep extends ExpectedAnswer {
  readonly do: 'send';
  readonly request: RequestData;
  readonly later?: string;
}

/** Waits for the answer to the request that was sent as `of`. */
export interface AnswerStep extends ExpectedAnswer {
  readonly do: 'answer';
  readonly of: string;
}

/** Opens a stream and reads its opening block. */
export interface OpenStep {
  readonly do: 'open';
  /** A name for the stream. */
  readonly stream: string;
  readonly request: RequestData;
  /** Compared with `{ heartbeatComment, retryMs, cursor }`; there is no cursor where a gap comes first. */
  readonly opening?: Expected;
  readonly keep?: Kept;
}

/** Waits for the next event of a stream, and compares it with `{ data, event, id, retry, topics, lastEventId }`. */
export interface NextStep {
  readonly do: 'next';
  readonly stream: string;
  readonly event: Expected;
  readonly keep?: Kept;
}

/** Leaves a stream. */
export interface EndStep {
  readonly do: 'leave';
  readonly stream: string;
}

export interface RequestData {
  /** Default GET. */
  readonly method?: string;
  /** What follows `/events`. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A body in hexadecimal, for bytes that are no text. */
  readonly bytes?: string;
}

export interface ExpectedAnswer {
  readonly status?: number;
  /** Null for a header that must be absent. */
  readonly headers?: Readonly<Record<string, Expected>>;
  /** Compared with the body as JSON. */
  readonly json?: Expected;
  /** Compared with the body as text. */
  readonly text?: string;
  readonly keep?: Kept;
}

/** Names to keep parts of what arrived under, with the path to each: `{ cursor: 'cursor', first: 'ids.0' }`. */
export type Kept = Readonly<Record<string, string>>;

/**
 * What is expected: a text, number, boolean or null that is equal; a list with equally many equal items; an object
 * whose members are equal (others may be there; `absent` must not); or a text that `like`, a regular expression, finds.
 */
export type Expected =
  | string
  | number
  | boolean
  | null
  | readonly Expected[]
  | { readonly like: string }
  | { readonly absent: true }
  | { readonly [member: string]: Expected };
