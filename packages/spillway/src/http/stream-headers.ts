/**
 * The headers of every event stream.
 *
 * - `Content-Type` has no `charset`: an event stream is UTF-8 by definition ([spec] "Event streams ... must always be
 *   encoded as UTF-8").
 * - `no-store`: a stream is nobody's to keep. `no-transform` (RFC 9111, section 5.2.2.6) keeps intermediaries and
 *   compression middleware from gathering events into blocks before they pass them on.
 * - `X-Accel-Buffering: no` makes nginx, and proxies that follow it, pass every write on at once.
 *
 * There is no `Connection` header: HTTP/1.1 keeps connections by itself, and HTTP/2 forbids it (RFC 9113, section 8.2.2).
 */
export const streamHeaders: Readonly<Record<string, string>> = Object.freeze({
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
});
