import { encodeEvent, type StreamEvent } from 'spillway/codec';

/** What an event takes on a stream over HTTP/1.1: its frame, and the length and line ends of the chunk that carries it. */
export function eventBytes(event: StreamEvent): number {
  const frame = Buffer.byteLength(encodeEvent(event));
  return frame + frame.toString(16).length + 4;
}
