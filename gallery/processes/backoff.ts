/** How long to wait before another attempt: nothing at first, then twice as long each time, up to a bound. */
export function backoffMs(attempt: number, firstMs: number, mostMs: number): number {
  return attempt === 0 ? 0 : Math.min(mostMs, firstMs * 2 ** (attempt - 1));
}
