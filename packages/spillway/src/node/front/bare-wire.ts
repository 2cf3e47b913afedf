// oxlint-disable no-underscore-dangle -- names of Node's own
import type { Server } from 'node:http';
import { Socket } from 'node:net';
import {
  type ServerInternals,
  type StreamInternals,
  type TcpHandle,
  type WriteRequest,
  endOfFile,
  isTcpHandle,
  serverInternals,
  streamInternals,
} from './internals.ts';
import { type Wire, type WireOwner, nobody } from './wire.ts';

/**
 * Takes the connections of a listening server as bare TCP handles, without the objects of node:net and node:http around
 * them: a subscriber takes a fraction of the memory, and a write costs little more than the kernel's own part of it
 * (bench/NOTES.md has the figures). Returns false, and leaves all as it is, where Node's internals are not those
 * that it knows.
 */
export function takeBareConnections(server: Server, take: (wire: Wire) => WireOwner): boolean {
  const stream = streamInternals();
  const listening = serverInternals(server);
  if (!stream || !listening) return false;

  const transfer = new Transfer(stream);
  const { onconnection } = listening._handle;
  listening._handle.onconnection = function (error, handle) {
    // `lib/net.js` drops what is one too many, and says so in its own way.
    const isFull = listening._connections >= (server.maxConnections ?? Infinity);
    if (error !== 0 || isFull || !isTcpHandle(handle)) return onconnection.call(this, error, handle);
    listening._connections++;
    handle.setNoDelay(true);
    if (listening.keepAlive) handle.setKeepAlive(true, listening.keepAliveInitialDelay);
    const wire = new BareWire(handle, transfer, server);
    wire.owner = take(wire);
    transfer.beginReading(handle, wire);
  };
  return true;
}

/**
 * Reads from handles and writes to them. What comes is put into one buffer for all of them, where Node would make one of
 * 64 KiB for each read. One request object serves many writes, because nearly all are over when the call returns.
 */
class Transfer {
  readonly #stream: StreamInternals;
  readonly #received = Buffer.allocUnsafeSlow(64 * 1024);
  readonly #onRead: TcpHandle['onread'];
  #spare: WriteRequest;

  constructor(stream: StreamInternals) {
    this.#stream = stream;
    this.#spare = new stream.WriteWrap();
    const { streamBaseState, kReadBytesOrError } = stream;
    const received = this.#received;
    this.#onRead = function () {
      const wire = this.owner as BareWire;
      const count = streamBaseState[kReadBytesOrError] ?? 0;
      if (count > 0) wire.owner.read(Buffer.from(received.subarray(0, count)));
      else if (count === endOfFile) wire.owner.ended();
      else if (count < 0) wire.destroy();
    };
  }

  beginReading(handle: TcpHandle, wire: BareWire): void {
    handle.owner = wire;
    handle.useUserBuffer(this.#received);
    handle.onread = this.#onRead;
    handle.readStart();
  }

  /** Has a handle's new owner, whose `onread` knows nothing of the common buffer, read on: it gets copies. */
  readForAnother(handle: TcpHandle): void {
    const { streamBaseState, kReadBytesOrError, kArrayBufferOffset } = this.#stream;
    const received = this.#received;
    const { onread } = handle;
    handle.onread = function (bytes) {
      const count = streamBaseState[kReadBytesOrError] ?? 0;
      if (bytes || count <= 0) return onread.call(this, bytes);
      streamBaseState[kArrayBufferOffset] = 0;
      onread.call(this, new Uint8Array(received.subarray(0, count)).buffer);
    };
  }

  write(handle: TcpHandle, bytes: Uint8Array, wire: BareWire): 'sent' | 'sending' | 'failed' {
    const request = this.#spare;
    if (handle.writeBuffer(request, bytes) !== 0) return 'failed';
    if (this.#stream.streamBaseState[this.#stream.kLastWriteWasAsync] === 0) return 'sent';
    this.#spare = new this.#stream.WriteWrap();
    // What the kernel has not taken yet must stay where it is until it has.
    request.bytes = bytes;
    request.oncomplete = (status) => wire.written(status);
    return 'sending';
  }

  shutdown(handle: TcpHandle, done: () => void): void {
    const request = new this.#stream.ShutdownWrap();
    request.oncomplete = done;
    if (handle.shutdown(request) !== 0) done();
  }
}

class BareWire implements Wire {
  owner: WireOwner = nobody;
  readonly #handle: TcpHandle;
  readonly #transfer: Transfer;
  readonly #server: Server;
  #isOpen = true;

  constructor(handle: TcpHandle, transfer: Transfer, server: Server) {
    this.#handle = handle;
    this.#transfer = transfer;
    this.#server = server;
  }

  get remoteAddress(): string | undefined {
    const peer: { address?: string } = {};
    return this.#isOpen && this.#handle.getpeername(peer) === 0 ? peer.address : undefined;
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#isOpen) return false;
    const outcome = this.#transfer.write(this.#handle, bytes, this);
    if (outcome === 'failed') this.destroy();
    return outcome === 'sent';
  }

  /** What was being sent has left, or cannot. */
  written(status: number): void {
    if (!this.#isOpen) return;
    if (status < 0) this.destroy();
    else this.owner.drained();
  }

  pause(): void {
    if (this.#isOpen) this.#handle.readStop();
  }

  resume(): void {
    if (this.#isOpen) this.#handle.readStart();
  }

  end(): void {
    if (this.#isOpen) this.#transfer.shutdown(this.#handle, () => this.destroy());
  }

  destroy(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#handle.close();
    const server = this.#server as unknown as ServerInternals;
    server._connections--;
    server._emitCloseIfDrained();
    this.owner.closed();
  }

  handOver(unused: Uint8Array): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.owner = nobody;
    this.#handle.readStop();
    this.#handle.owner = undefined;
    const server = this.#server;
    // As `lib/net.js` makes the socket of a connection, which is counted already and counted off when this socket closes.
    const socket = new Socket({ handle: this.#handle, allowHalfOpen: true, readable: true, writable: true } as object);
    this.#transfer.readForAnother(this.#handle);
    Object.assign(socket, { server, _server: server });
    socket.unshift(unused);
    server.emit('connection', socket);
  }
}
