// Frames of HTTP/2 as a client sends them (RFC 9113, section 6).

export const frameHeadBytes = 9;

export const frameType = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
} as const;

export const flag = { endStream: 1, acknowledge: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

const setting = { headerTableSize: 1, enablePush: 2, initialWindowSize: 4 } as const;

/** Of the settings that a server sends. */
export const maxConcurrentStreams = 3;

/** [RFC 9113, 6.9.1] A flow-control window has at most so many bytes. */
const largestWindow = 2 ** 31 - 1;
/** [RFC 9113, 6.9.2] It begins with so many. */
const defaultWindow = 65_535;

export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(frameHeadBytes + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes.writeUInt8(type, 3);
  bytes.writeUInt8(flags, 4);
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, frameHeadBytes);
  return bytes;
}

/**
 * What a client says first: no pushes; header blocks without a dynamic table, so that each can be read by itself; and
 * windows: `streamWindow` bytes for each stream, and no bound for the connection.
 */
export function connectionPreface(streamWindow: number): Buffer {
  const settings = Buffer.alloc(18);
  const values = [
    [setting.headerTableSize, 0],
    [setting.enablePush, 0],
    [setting.initialWindowSize, streamWindow],
  ] as const;
  for (const [place, [name, value]] of values.entries()) {
    settings.writeUInt16BE(name, place * 6);
    settings.writeUInt32BE(value, place * 6 + 2);
  }
  return Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'),
    frame(frameType.settings, 0, 0, settings),
    windowUpdate(0, largestWindow - defaultWindow),
  ]);
}

export function windowUpdate(stream: number, bytes: number): Buffer {
  return frame(frameType.windowUpdate, 0, stream, uint32(bytes));
}

/** [RFC 9113, 7] CANCEL: the stream is no longer needed. */
export function resetStream(stream: number): Buffer {
  return frame(frameType.resetStream, 0, stream, uint32(8));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
