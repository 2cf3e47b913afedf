/** A TCP connection as the front sees it: bytes in, bytes out, and a way on to node:http. */
export interface Wire {
  /** The peer's IP address, while it is there. */
  readonly remoteAddress: string | undefined;
  /** Who hears of it. */
  owner: WireOwner;
  /**
   * Sends bytes, which must not change until they are gone, and returns whether more is welcome at once. After `false`
   * the owner hears `drained` or `closed`, the latter even during the call: a connection may find out then that it is
   * gone.
   */
  write(bytes: Uint8Array): boolean;
  /** Reads nothing until `resume`. */
  pause(): void;
  resume(): void;
  /** Ends the connection after what was written. */
  end(): void;
  /** Ends the connection at once. */
  destroy(): void;
  /** Gives the connection away to node:http, with what was read of it and not used. The owner hears no more. */
  handOver(unused: Uint8Array): void;
}

/** What a wire tells its owner. */
export interface WireOwner {
  /** Bytes came. They are the owner's to keep. */
  read(bytes: Buffer): void;
  /** What was written is gone, and more is welcome. */
  drained(): void;
  /** The client sends nothing more; it may read on. */
  ended(): void;
  /** The connection is over, for whatever reason; said once. */
  closed(): void;
}

/** The owner of a wire that has none yet, or none any more. */
export const nobody: WireOwner = { read() {}, drained() {}, ended() {}, closed() {} };
