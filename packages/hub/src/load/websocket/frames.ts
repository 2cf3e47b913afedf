import { randomBytes } from 'node:crypto';

/** Frames of WebSocket (RFC 6455, section 5) that a client looks at or sends. */
export const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** A frame as a client sends it: whole, and masked. For payloads below 64 KiB. */
export function clientFrame(code: number, payload: Uint8Array): Buffer {
  const isShort = payload.length < 126;
  const head = Buffer.alloc(isShort ? 2 : 4);
  head.writeUInt8(0x80 | code, 0);
  head.writeUInt8(0x80 | (isShort ? payload.length : 126), 1);
  if (!isShort) head.writeUInt16BE(payload.length, 2);
  const mask = randomBytes(4);
  // [RFC 6455, 5.3] Each octet is masked with the octet of the mask at its place modulo 4.
  return Buffer.concat([head, mask, payload.map((octet, place) => octet ^ (mask[place % 4] ?? 0))]);
}

/**
 * Walks through the frames that a server sends, cut anywhere, and tells of the control frames: the payloads of others
 * are skipped.
 */
export class ControlFrameReader {
  readonly #onControl: (code: number, payload: Buffer) => void;
  /** The head of a frame that has not come wholly, and the payload of a control frame. */
  #gathered = Buffer.alloc(0);
  #skip = 0;

  constructor(onControl: (code: number, payload: Buffer) => void) {
    this.#onControl = onControl;
  }

  push(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end) {
      const skipped = Math.min(this.#skip, end - at);
      this.#skip -= skipped;
      at += skipped;
      if (at === end) return;
      const held = this.#gathered.length;
      // The longest head of a server's frame has 10 bytes, the longest control frame 127.
      const piece = Buffer.concat([this.#gathered, bytes.subarray(at, Math.min(end, at + longestControl))]);
      const length = this.#take(piece);
      if (length === 0) {
        this.#gathered = piece;
        return;
      }
      this.#gathered = nothing;
      at += length - held;
    }
  }

  /** Takes the head of a frame, or a whole control frame, from the beginning of a piece; tells its length. */
  #take(piece: Buffer): number {
    if (piece.length < 2) return 0;
    const code = piece.readUInt8(0) & 15;
    const short = piece.readUInt8(1) & 127;
    if (code >= opcode.close) {
      if (piece.length < 2 + short) return 0;
      this.#onControl(code, Buffer.from(piece.subarray(2, 2 + short)));
      return 2 + short;
    }
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (piece.length < head) return 0;
    this.#skip = short === 127 ? Number(piece.readBigUInt64BE(2)) : short === 126 ? piece.readUInt16BE(2) : short;
    return head;
  }
}

const longestControl = 127;
const nothing = Buffer.alloc(0);
