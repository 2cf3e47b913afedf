/**
 * What a text takes as one WebSocket frame, by RFC 6455, section 5.2: two bytes, up to eight more for the length, four
 * for the mask that a client must use, and the text.
 */
export function webSocketBytes(text: string, from: 'client' | 'server'): number {
  const length = Buffer.byteLength(text);
  const more = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  return 2 + more + (from === 'client' ? 4 : 0) + length;
}
