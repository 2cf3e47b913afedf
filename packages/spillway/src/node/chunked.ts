const utf8 = new TextEncoder();

/** The end of a chunked body. */
export const lastChunk = utf8.encode('0\r\n\r\n');

/** So many chunks are remembered: a subscriber that is behind reads several stretches of a tape, one after the other. */
const chunksToRemember = 4;

/**
 * Makes a function that frames bytes as one chunk (RFC 9112, section 7.1). Subscribers at the same place of a tape are
 * written the same bytes one after the other, so it remembers the last few chunks: the copy is made once for all of them.
 */
export function createChunkFraming(): (bytes: Uint8Array) => Uint8Array {
  const latest: Framed[] = [];
  let turn = 0;
  return (bytes) => {
    for (const framed of latest) if (framed.bytes === bytes) return framed.chunk;
    const chunk = chunkOf(bytes);
    latest[turn] = { bytes, chunk };
    turn = (turn + 1) % chunksToRemember;
    return chunk;
  };
}

interface Framed {
  readonly bytes: Uint8Array;
  readonly chunk: Uint8Array;
}

function chunkOf(bytes: Uint8Array): Uint8Array {
  const size = bytes.length.toString(16);
  // From Node's pool, if it is short: a buffer of its own would cost more than the copy.
  const chunk = Buffer.allocUnsafe(size.length + bytes.length + 4);
  for (let at = 0; at < size.length; at++) chunk[at] = size.charCodeAt(at);
  chunk.set(crlf, size.length);
  chunk.set(bytes, size.length + 2);
  chunk.set(crlf, size.length + 2 + bytes.length);
  return chunk;
}

const crlf = utf8.encode('\r\n');
