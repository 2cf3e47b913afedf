import type { Socket } from 'node:net';
import { type ResponseHead, ResponseReader } from './response.ts';
import { type Target, openSocket } from './target.ts';

/** A connection for posts, one at a time; it comes back by itself when it was lost. */
export interface PublishConnection {
  /** Only when it is free: after `free`, or an answer that does not close. */
  send(request: string): void;
  close(): void;
}

export interface PublishListener {
  /** The connection is open, and nothing is on its way. */
  free(): void;
  answered(head: ResponseHead, body: string): void;
  /** The connection is lost, or could not be opened, and with it the answer to what was sent. */
  lost(reason: string): void;
}

/** `from` picks one of this machine's addresses, `buffer` is received into by all connections of a thread. */
export function openPublishConnection(
  target: Target,
  { from, buffer }: { readonly from: number; readonly buffer: Buffer },
  listener: PublishListener,
): PublishConnection {
  let socket: Socket;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;
  let waiting: NodeJS.Timeout | undefined;

  connect();
  return {
    send(request) {
      socket.write(request);
      waiting = setTimeout(() => socket.destroy(new Error('no answer came within 30 s')), longestWaitMs);
    },
    close() {
      isClosed = true;
      clearTimeout(waiting);
      clearTimeout(retry);
      socket.destroy();
    },
  };

  function connect(): void {
    let reason = 'the server closed the connection before it answered';
    let closes = false;
    const reader = new ResponseReader((head, body) => {
      clearTimeout(waiting);
      // A connection that the server closes now is free only when it is back.
      closes = head.closes || head.body.kind === 'until-close';
      listener.answered(head, body);
      if (!closes) listener.free();
    });
    socket = openSocket(target, {
      from,
      protocols: ['http/1.1'],
      onread: {
        buffer,
        callback: (bytes) => {
          if (!reader.push(buffer.toString('latin1', 0, bytes))) {
            socket.destroy(new Error('what answers does not speak HTTP/1.1'));
          } else if (closes) socket.end();
          return true;
        },
      },
    });
    socket.once(target.tls === undefined ? 'connect' : 'secureConnect', () => listener.free());
    socket.on('error', (error) => (reason = error.message));
    socket.once('close', () => {
      clearTimeout(waiting);
      reader.end();
      if (isClosed) return;
      if (closes) return connect();
      listener.lost(reason);
      retry = setTimeout(connect, retryMs);
    });
  }
}

const longestWaitMs = 30_000;
const retryMs = 100;
