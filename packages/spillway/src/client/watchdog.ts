/**
 * For how many milliseconds a stream may be silent before it is taken for dead: twice the time that its opening comment
 * promises, `heartbeat 15000` (PROTOCOL.md, Heartbeats). NaN for any other comment: a stream that promises nothing may
 * be silent for as long as it likes.
 */
export function silenceLimit(comment: string): number {
  return 2 * Number(/^heartbeat (\d+)$/.exec(comment)?.[1]);
}
