import { flag, frameHeadBytes, frameType } from './frames.ts';

/** Who is told of a connection's frames. */
export interface FrameListener {
  /** The bytes from `start` to `end` of what is being read are data of a stream. */
  data(stream: number, start: number, end: number): void;
  /** A frame of data is over: so many bytes of flow-control windows it took. */
  dataEnd(stream: number, windowBytes: number, flags: number): void;
  /** Any other frame. */
  frame(frame: Frame): void;
}

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** Reads frames (RFC 9113, section 4.1), cut anywhere: data in place as it comes, the others once they are complete. */
export class FrameReader {
  readonly #listener: FrameListener;
  readonly #head = Buffer.alloc(frameHeadBytes);
  #headLength = 0;
  #length = 0;
  /** Bytes of the frame that have not come. */
  #left = 0;
  /** How many of them are padding; unknown until the first byte of a padded frame has come. */
  #padding: number | undefined = 0;
  #payload = Buffer.alloc(0);

  constructor(listener: FrameListener) {
    this.#listener = listener;
  }

  /** False if that cannot be HTTP/2. */
  push(bytes: Buffer, start: number, end: number): boolean {
    let at = start;
    while (at < end) {
      if (this.#headLength < frameHeadBytes) {
        const taken = bytes.copy(
          this.#head,
          this.#headLength,
          at,
          Math.min(end, at + frameHeadBytes - this.#headLength),
        );
        this.#headLength += taken;
        at += taken;
        if (this.#headLength < frameHeadBytes) return true;
        if (!this.#begin()) return false;
      } else if (this.#type === frameType.data) at = this.#readData(bytes, at, end);
      else at += this.#gather(bytes, at, end);
      if (this.#left === 0) this.#finish();
    }
    return true;
  }

  get #type(): number {
    return this.#head.readUInt8(3);
  }

  get #flags(): number {
    return this.#head.readUInt8(4);
  }

  get #stream(): number {
    return this.#head.readUInt32BE(5) & 0x7fff_ffff;
  }

  #begin(): boolean {
    this.#length = this.#head.readUIntBE(0, 3);
    this.#left = this.#length;
    const isData = this.#type === frameType.data;
    this.#padding = isData && (this.#flags & flag.padded) !== 0 ? undefined : 0;
    this.#payload = isData ? nothing : Buffer.alloc(Math.min(this.#length, largestFrame));
    return this.#length <= largestFrame;
  }

  #readData(bytes: Buffer, at: number, end: number): number {
    if (this.#padding === undefined) {
      this.#padding = bytes[at] ?? 0;
      this.#left--;
      return at + 1;
    }
    const taken = Math.min(this.#left, end - at);
    const data = Math.min(taken, this.#left - this.#padding);
    if (data > 0) this.#listener.data(this.#stream, at, at + data);
    this.#left -= taken;
    return at + taken;
  }

  #gather(bytes: Buffer, at: number, end: number): number {
    const taken = bytes.copy(this.#payload, this.#length - this.#left, at, Math.min(end, at + this.#left));
    this.#left -= taken;
    return taken;
  }

  #finish(): void {
    this.#headLength = 0;
    const [type, flags, stream] = [this.#type, this.#flags, this.#stream];
    if (type === frameType.data) this.#listener.dataEnd(stream, this.#length, flags);
    else this.#listener.frame({ type, flags, stream, payload: this.#payload });
  }
}

const nothing = Buffer.alloc(0);

/** [RFC 9113, 4.2] Without another SETTINGS_MAX_FRAME_SIZE, which we do not send, no frame is larger. */
const largestFrame = 16_384;
