import type { TLSSocket } from 'node:tls';
import { type Target, openSocket } from '../target.ts';
import type { Inbox } from '../transport.ts';
import { type Frame, FrameReader } from './frame-reader.ts';
import {
  connectionPreface,
  flag,
  frame,
  frameType,
  maxConcurrentStreams,
  resetStream,
  windowUpdate,
} from './frames.ts';
import { encodeHeaders, statusOf } from './header-block.ts';

/**
 * One HTTP/2 connection (RFC 9113) that carries streams of events, whose numbers are their owner's. Of our own and
 * lean: an object of a client library for each of 100,000 streams would be what is measured.
 */
export interface Http2Connection {
  /** Asks for a stream, as soon as the server has said how many it takes. */
  open(number: number, fields: readonly (readonly [string, string])[]): void;
  /** Resets a stream; nobody hears more of it. */
  cut(number: number): void;
  /** Gives a stream's window back no more, so that the server must stop sending, until `resume`. */
  pause(number: number): void;
  resume(number: number): void;
  close(): void;
}

export interface Http2Listener {
  opened(number: number): void;
  failed(number: number, reason: string): void;
  dropped(number: number): void;
  received(number: number, start: number, end: number): void;
  /** The connection is over, and all its streams were told. */
  closed(): void;
}

interface Stream {
  readonly id: number;
  readonly number: number;
  phase: 'connecting' | 'open';
  isPaused: boolean;
  /** What came and was not yet given back to the window. */
  owed: number;
}

interface Waiting {
  readonly number: number;
  readonly fields: readonly (readonly [string, string])[];
}

/** `from` picks one of this machine's addresses. */
export function openHttp2Connection(
  target: Target,
  { inbox, from }: { readonly inbox: Inbox; readonly from: number },
  listener: Http2Listener,
): Http2Connection {
  const streams = new Map<number, Stream>();
  const byNumber = new Map<number, Stream>();
  const waiting: Waiting[] = [];
  let mostStreams: number | undefined;
  let nextId = 1;
  let owed = 0;
  let reason = 'the server closed the connection without an answer';
  /** Frames that are written together once what was read is done with. */
  let outgoing: Buffer[] = [];

  const reader = new FrameReader({
    data(id, start, end) {
      const stream = streams.get(id);
      if (stream?.phase === 'open') listener.received(stream.number, start, end);
    },
    dataEnd(id, windowBytes, flags) {
      owed += windowBytes;
      if (owed >= renewalBytes) {
        outgoing.push(windowUpdate(0, owed));
        owed = 0;
      }
      const stream = streams.get(id);
      if (stream === undefined) return;
      stream.owed += windowBytes;
      if (!stream.isPaused) renew(stream);
      if ((flags & flag.endStream) !== 0) finish(stream, 'the server ended the stream');
    },
    frame: read,
  });
  const socket = openSocket(target, {
    from,
    protocols: ['h2'],
    onread: {
      buffer: inbox.area,
      callback(bytes) {
        const isHttp2 = reader.push(inbox.bytes, inbox.start, inbox.start + bytes);
        if (!isHttp2) socket.destroy(new Error('what answers does not speak HTTP/2'));
        flush();
        return true;
      },
    },
  }) as TLSSocket;
  socket.once('secureConnect', () => {
    if (socket.alpnProtocol === 'h2') socket.write(connectionPreface(streamWindow));
    else socket.destroy(new Error('the server does not speak HTTP/2 (ALPN h2)'));
  });
  socket.on('error', (error) => (reason = error.message));
  socket.once('close', () => {
    for (const stream of streams.values()) finish(stream, reason);
    for (const { number } of waiting.splice(0)) listener.failed(number, reason);
    listener.closed();
  });

  return {
    open(number, fields) {
      waiting.push({ number, fields });
      openWaiting();
      flush();
    },
    cut(number) {
      const stream = byNumber.get(number);
      if (stream === undefined) return;
      forget(stream);
      socket.write(resetStream(stream.id));
    },
    pause(number) {
      const stream = byNumber.get(number);
      if (stream !== undefined) stream.isPaused = true;
    },
    resume(number) {
      const stream = byNumber.get(number);
      if (stream === undefined) return;
      stream.isPaused = false;
      renew(stream);
      flush();
    },
    close: () => void socket.destroy(),
  };

  function openWaiting(): void {
    if (mostStreams === undefined) return;
    for (const { number, fields } of waiting.splice(0)) {
      if (streams.size >= mostStreams) {
        listener.failed(
          number,
          `the server takes ${mostStreams} streams a connection: there must be more --connections`,
        );
        continue;
      }
      const stream: Stream = { id: nextId, number, phase: 'connecting', isPaused: false, owed: 0 };
      nextId += 2;
      streams.set(stream.id, stream);
      byNumber.set(number, stream);
      outgoing.push(frame(frameType.headers, flag.endHeaders | flag.endStream, stream.id, encodeHeaders(fields)));
    }
  }

  function read({ type, flags, stream: id, payload }: Frame): void {
    const stream = streams.get(id);
    switch (type) {
      case frameType.settings:
        if ((flags & flag.acknowledge) !== 0) return;
        outgoing.push(frame(frameType.settings, flag.acknowledge, 0, nothing));
        // [RFC 9113, 6.5.2] Without the setting there is no limit.
        mostStreams = settingOf(payload, maxConcurrentStreams) ?? mostStreams ?? Infinity;
        openWaiting();
        return;
      case frameType.ping:
        if ((flags & flag.acknowledge) === 0) outgoing.push(frame(frameType.ping, flag.acknowledge, 0, payload));
        return;
      case frameType.headers:
        if (stream === undefined) return;
        if (stream.phase === 'connecting') answered(stream, statusOf(headerBlock(payload, flags)));
        if ((flags & flag.endStream) !== 0) finish(stream, 'the server ended the stream');
        return;
      case frameType.resetStream:
        if (stream !== undefined) finish(stream, `the server reset the stream (error ${payload.readUInt32BE(0)})`);
        return;
      case frameType.goAway:
        reason = `the server closes the connection (GOAWAY, error ${payload.readUInt32BE(4)})`;
        for (const one of streams.values()) if (one.id > payload.readUInt32BE(0)) finish(one, reason);
        return;
      default:
      // [RFC 9113, 5.5] Frames of unknown types are ignored, and others do not concern us.
    }
  }

  function answered(stream: Stream, status: number | undefined): void {
    if (status !== undefined && status < 200) return;
    if (status === 200) {
      stream.phase = 'open';
      listener.opened(stream.number);
      return;
    }
    finish(
      stream,
      status === undefined ? 'the server answered HEADERS that are no 200' : `the server answered ${status}`,
    );
    outgoing.push(resetStream(stream.id));
  }

  function finish(stream: Stream, because: string): void {
    if (!forget(stream)) return;
    if (stream.phase === 'open') listener.dropped(stream.number);
    else listener.failed(stream.number, because);
  }

  function forget(stream: Stream): boolean {
    byNumber.delete(stream.number);
    return streams.delete(stream.id);
  }

  function renew(stream: Stream): void {
    if (stream.owed < streamWindow / 2) return;
    outgoing.push(windowUpdate(stream.id, stream.owed));
    stream.owed = 0;
  }

  function flush(): void {
    if (outgoing.length === 0) return;
    socket.write(Buffer.concat(outgoing));
    outgoing = [];
  }
}

/** What a stream may be sent before it must be renewed; a stalled one takes so much and no more. */
const streamWindow = 1024 * 1024;

/** How much the connection's window, which is 2 GiB, may shrink before it is renewed. */
const renewalBytes = 64 * 1024 * 1024;

const nothing = Buffer.alloc(0);

function settingOf(payload: Buffer, name: number): number | undefined {
  for (let at = 0; at + 6 <= payload.length; at += 6) {
    if (payload.readUInt16BE(at) === name) return payload.readUInt32BE(at + 2);
  }
  return undefined;
}

/** [RFC 9113, 6.2] What is left without padding and priority. */
function headerBlock(payload: Buffer, flags: number): Buffer {
  const isPadded = (flags & flag.padded) !== 0;
  const start = (isPadded ? 1 : 0) + ((flags & flag.priority) === 0 ? 0 : 5);
  return payload.subarray(start, payload.length - (isPadded ? (payload[0] ?? 0) : 0));
}
