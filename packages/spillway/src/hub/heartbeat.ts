/**
 * For how many milliseconds a stream is silent before a heartbeat, unless its options say otherwise. Bun.serve closes
 * every connection on which nothing was sent for 10 seconds (its `idleTimeout`).
 */
export const defaultHeartbeatMs = 'Bun' in globalThis ? 8000 : 15_000;
