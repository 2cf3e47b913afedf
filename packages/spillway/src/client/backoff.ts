/**
 * How long to wait before the next attempt, in milliseconds: full jitter over a window that grows with the time for which
 * the server has been unreachable.
 *
 * After an outage of T, every client is back within T or the first window, whichever is longer, because no wait began
 * with a larger window. The number of attempts does not count: with full jitter a few short waits in a row would
 * otherwise lead to a long one. A server's own `floorMs` (its `Retry-After`) comes first, and the jitter on top of it, so
 * that the clients that were given the same time do not return at once.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015, for the jitter.
 *
 * @param unreachableMs since the connection was lost; 0 for the first attempt after that
 * @param minMs the first window
 * @param maxMs bounds the window, unless `minMs` is larger
 * @param chance from 0 up to 1, drawn anew for each wait
 */
export function retryDelay(unreachableMs: number, minMs: number, maxMs: number, floorMs = 0, chance: number): number {
  // A `retry:` above the maximum is deliberate. With a `retry:` of 0 the client must still not ask in a tight loop.
  const windowMs = Math.max(minMs, Math.min(maxMs, Math.max(unreachableMs, leastWindowMs)));
  return Math.floor(floorMs + chance * windowMs);
}

const leastWindowMs = 100;

/**
 * The milliseconds that the header `Retry-After` asks for: it has seconds, or a date. 0 for what is neither, or past.
 *
 * Source: RFC 9110, section 10.2.3.
 */
export function parseRetryAfter(value: string | null, nowMs: number): number {
  const waitMs = Number(value) * 1000 || Date.parse(value ?? '') - nowMs;
  return waitMs > 0 ? waitMs : 0;
}
