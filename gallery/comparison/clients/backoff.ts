/** How many milliseconds to wait before the next attempt: twice as long each time, up to 30 s, and not all clients at once. */
export function backoff(attempt: number): number {
  return Math.min(30_000, 500 * 2 ** attempt) * (1 + Math.random() / 2);
}
