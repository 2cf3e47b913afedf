// oxlint-disable no-underscore-dangle -- names of Node's own
import type { Server } from 'node:http';

/**
 * Node's own handle of a TCP connection (`lib/net.js` of Node keeps one behind each `net.Socket`). Nothing of it is
 * documented, so all that is known of it here stands in this file and in bare-wire.ts, and is looked for before use.
 */
export interface TcpHandle {
  /** Called with what came; how much that is, or why nothing did, stands in `streamBaseState`. */
  onread: (this: TcpHandle, bytes?: ArrayBuffer) => void;
  /** Has what comes put into `bytes`, and `onread` called without any. */
  useUserBuffer(bytes: Uint8Array): void;
  readStart(): number;
  readStop(): number;
  /** Sends bytes: at once as far as the kernel takes them, the rest when it does. Returns 0 or an error. */
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  /** Ends the sending direction, after what was written. Returns 0 or an error. */
  shutdown(request: ShutdownRequest): number;
  getpeername(out: { address?: string }): number;
  setNoDelay(noDelay: boolean): number;
  /** Whether the kernel looks now and then if the peer is still there, at first after so many seconds of silence. */
  setKeepAlive(keepAlive: boolean, initialDelay: number): number;
  close(): void;
  /** Who owns it, here; node:net has a name of its own for that. */
  owner?: unknown;
}

export interface WriteRequest {
  oncomplete?: (status: number) => void;
  /** Keeps from the garbage collector what is being sent. */
  bytes?: Uint8Array;
}

export interface ShutdownRequest {
  oncomplete?: (status: number) => void;
}

/** What `streamBaseState` says instead of a count once the peer sends nothing more: libuv's `UV_EOF`. */
export const endOfFile = -4095;

/** The handle of a listening server. */
export interface ListeningHandle {
  onconnection: (this: ListeningHandle, error: number, handle?: TcpHandle) => void;
}

/** A server of node:http with what `lib/net.js` keeps in it. */
export interface ServerInternals {
  _handle: ListeningHandle | null;
  _connections: number;
  /** The server's options `keepAlive` and `keepAliveInitialDelay`, the latter in seconds. */
  keepAlive: boolean;
  keepAliveInitialDelay: number;
  _emitCloseIfDrained(): void;
}

/** What reading and writing on a handle takes. */
export interface StreamInternals {
  readonly WriteWrap: new () => WriteRequest;
  readonly ShutdownWrap: new () => ShutdownRequest;
  /** Where the native side leaves numbers about the latest call. */
  readonly streamBaseState: Int32Array;
  readonly kReadBytesOrError: number;
  readonly kArrayBufferOffset: number;
  readonly kLastWriteWasAsync: number;
}

/** Node's stream internals, or undefined where they are not as they were in Node 22 to 26: then the public way is taken. */
export function streamInternals(): StreamInternals | undefined {
  if ('Bun' in globalThis || 'Deno' in globalThis) return undefined;
  const { binding } = process as { binding?: (name: string) => Partial<StreamInternals> };
  try {
    const found = binding?.call(process, 'stream_wrap');
    return found && hasAll(found) ? found : undefined;
  } catch {
    // Node refuses under its permission model, and may do away with it altogether.
    return undefined;
  }
}

function hasAll(found: Partial<StreamInternals>): found is StreamInternals {
  return (
    typeof found.WriteWrap === 'function' &&
    typeof found.ShutdownWrap === 'function' &&
    found.streamBaseState !== undefined &&
    [found.kReadBytesOrError, found.kArrayBufferOffset, found.kLastWriteWasAsync].every(Number.isInteger)
  );
}

/** The internals of a server that listens, or undefined where they are others, or it has settings that only they obey. */
export function serverInternals(server: Server): (ServerInternals & { readonly _handle: ListeningHandle }) | undefined {
  const found = server as unknown as Partial<ServerInternals>;
  const isAsKnown =
    typeof found._handle?.onconnection === 'function' &&
    typeof found._connections === 'number' &&
    typeof found._emitCloseIfDrained === 'function';
  return isAsKnown ? (found as ServerInternals & { readonly _handle: ListeningHandle }) : undefined;
}

/** Whether a handle is that of a TCP connection with all that is used of it. */
export function isTcpHandle(handle: unknown): handle is TcpHandle {
  return methods.every((name) => typeof (handle as Partial<TcpHandle> | undefined)?.[name] === 'function');
}

const methods = [
  'useUserBuffer',
  'readStart',
  'readStop',
  'writeBuffer',
  'shutdown',
  'getpeername',
  'setNoDelay',
  'setKeepAlive',
  'close',
] as const;
