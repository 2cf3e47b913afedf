/** What a stream promises in its first line (PROTOCOL.md, The stream). */
export interface StreamPromises {
  /** The stream is never silent for longer than this; Infinity where it makes no such promise. */
  readonly heartbeatMs: number;
  /** No two events of the server have the same id, so an id that arrives again is a duplicate. */
  readonly hasUniqueIds: boolean;
  /** The answer continues after the `Last-Event-ID` of its request. */
  readonly resumes: boolean;
}

/** The promises of a stream that does not begin with an opening comment. */
export const noPromises: StreamPromises = { heartbeatMs: Infinity, hasUniqueIds: false, resumes: false };

/**
 * Reads the opening comment of a stream, such as `heartbeat 15000 unique-ids`. Words that it does not know are ignored.
 *
 * A heartbeat below one second is no promise: networks and busy machines delay bytes by that much, and a server that
 * counts its comments (`heartbeat 1`) means something else.
 */
export function parseOpeningComment(comment: string): StreamPromises {
  const [, ms, rest = ''] = /^heartbeat (\d+)( .*)?$/.exec(comment) ?? [];
  if (ms === undefined) return noPromises;
  const words = rest.split(' ');
  return {
    heartbeatMs: Number(ms) < leastHeartbeatMs ? Infinity : Number(ms),
    hasUniqueIds: words.includes('unique-ids'),
    resumes: words.includes('resumes'),
  };
}

const leastHeartbeatMs = 1000;
