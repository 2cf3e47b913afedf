/** A header's value as fetch takes it: its bytes as characters. (`Last-Event-ID` has the id encoded as UTF-8.) */
export function byteString(text: string): string {
  return unescape(encodeURIComponent(text));
}
