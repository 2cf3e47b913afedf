/**
 * How long to wait before the next attempt: exponential backoff with full jitter.
 *
 * The wait is anywhere between 0 and a window that doubles with each failure, so that the clients of a server that
 * restarts come back spread over the window instead of all at once. A server's own `floorMs` (its `Retry-After`) is
 * waited for first: the jitter comes on top, for the same reason.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param failures how many attempts in a row have failed; 0 and 1 have the same window
 * @param chance from 0 up to 1, drawn anew for each wait
 */
export function retryDelay(failures: number, minMs: number, maxMs: number, floorMs = 0, chance: number): number {
  // A server whose `retry:` is over the cap means it; one whose `retry:` is 0 is not asked in a loop without rest.
  const windowMs = Math.max(minMs, Math.min(maxMs, (minMs || 1) * 2 ** (failures - 1)));
  return Math.floor(floorMs + chance * windowMs);
}

/**
 * The milliseconds that the header `Retry-After` asks for: it has seconds, or a date. 0 for what is neither, or past.
 *
 * Source: RFC 9110, section 10.2.3.
 */
export function parseRetryAfter(value: string | null, nowMs: number): number {
  const waitMs = Number(value) * 1000 || Date.parse(value ?? '') - nowMs;
  return waitMs > 0 ? waitMs : 0;
}
