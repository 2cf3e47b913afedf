/**
 * For how long a stream may be silent before it is taken for dead: twice the time that its opening comment promises,
 * `heartbeat 15000` (PROTOCOL.md, Heartbeats). Undefined for any other comment; a stream that promises nothing may be
 * silent for as long as it likes.
 */
export function silenceLimit(comment: string): number | undefined {
  const promisedMs = /^heartbeat (\d+)$/.exec(comment)?.[1];
  return promisedMs === undefined ? undefined : 2 * Number(promisedMs);
}
