/**
 * The id that the header `Last-Event-ID` carries; empty without one.
 *
 * [spec] "Let lastEventIDValue be the EventSource object's last event ID string, encoded as UTF-8." Most servers read
 * each byte of a header as one character: that is undone here. What was not read so, or was not UTF-8, stays as it is.
 */
export function decodeLastEventId(header: string | readonly string[] | null | undefined): string {
  const value = typeof header === 'string' ? header : (header?.[0] ?? '');
  // oxlint-disable-next-line no-control-regex -- ASCII is what needs no decoding
  if (/^[\x00-\x7f]*$/.test(value) || /[^\x00-\xff]/.test(value)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(value, (char) => char.charCodeAt(0)));
  } catch {
    return value; // Not UTF-8: not from a browser, and its own affair.
  }
}
