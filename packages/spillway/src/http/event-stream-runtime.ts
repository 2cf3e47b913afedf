// What single runtimes ask of a stream, apart from the standards that they share.

/**
 * For how many milliseconds a stream is silent before a heartbeat, unless its options say otherwise. Bun.serve closes
 * every connection on which 10 seconds long nothing was sent (its `idleTimeout`).
 */
export const defaultHeartbeatMs = 'Bun' in globalThis ? 8000 : 15_000;

/**
 * The signals of a request that say that its client has left. Most runtimes cancel the body of the response as well,
 * but not all. Deno does, and warns of every program that listens to the signal, because it also aborts it after a
 * response that was complete.
 */
export function departureSignals(request: Request | undefined): AbortSignal[] {
  return request === undefined || 'Deno' in globalThis ? [] : [request.signal];
}
