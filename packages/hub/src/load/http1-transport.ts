import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { parseHead } from './response.ts';
import { type Target, openSocket } from './target.ts';
import type { Inbox, StreamListener, Transport } from './transport.ts';

/** Opens each stream on a connection of its own, with a GET over HTTP/1.1. */
export function createHttp1Transport(options: Http1Options): Transport {
  const { target, inbox, listener, requestOf, protocol = eventStream } = options;
  const streams = new Map<number, Stream>();

  return {
    open(subscriber, lastEventId) {
      const stream: Stream = { phase: 'connecting', isPaused: false, socket: connect() };
      streams.set(subscriber, stream);

      function connect(): Socket {
        let head = '';
        let reason = 'the server closed the connection without an answer';
        let following: Following | undefined;
        const callback = (bytes: number): boolean => {
          let from = inbox.start;
          const end = from + bytes;
          if (stream.phase === 'connecting') {
            head += inbox.area.toString('latin1', 0, bytes);
            const headEnd = head.indexOf('\r\n\r\n');
            if (headEnd < 0) {
              if (head.length > longestHead) socket.destroy(new Error('the head of the answer is too long'));
              return true;
            }
            const problem = protocol.refuses(head.slice(0, headEnd), head.slice(headEnd + 4));
            if (problem !== undefined) {
              reason = problem;
              socket.destroy();
              return true;
            }
            from = end - (head.length - headEnd - 4);
            head = '';
            stream.phase = 'open';
            following = protocol.follow?.(subscriber, socket);
            listener.opened(subscriber);
          }
          if (from < end && stream.phase === 'open') {
            following?.received(inbox.bytes, from, end);
            listener.received(subscriber, from, end);
          }
          return !stream.isPaused;
        };
        const socket = openSocket(target, {
          from: subscriber,
          onread: { buffer: inbox.area, callback },
          protocols: ['http/1.1'],
        });
        socket.once(target.tls === undefined ? 'connect' : 'secureConnect', () => {
          socket.write(requestOf(subscriber, lastEventId));
        });
        socket.on('error', (error) => (reason = error.message));
        socket.once('close', () => {
          if (streams.get(subscriber) !== stream) return;
          streams.delete(subscriber);
          if (stream.phase === 'open') listener.dropped(subscriber);
          else listener.failed(subscriber, reason);
        });
        return socket;
      }
    },
    cut(subscriber) {
      const stream = streams.get(subscriber);
      streams.delete(subscriber);
      if (stream === undefined) return;
      stream.phase = 'cut';
      reset(stream.socket);
    },
    pause(subscriber) {
      const stream = streams.get(subscriber);
      if (stream === undefined) return;
      stream.isPaused = true;
      stream.socket.pause();
    },
    resume(subscriber) {
      const stream = streams.get(subscriber);
      if (stream === undefined) return;
      stream.isPaused = false;
      stream.socket.resume();
    },
    close() {
      for (const { socket } of streams.values()) reset(socket);
      streams.clear();
    },
  };
}

export interface Http1Options {
  readonly target: Target;
  readonly inbox: Inbox;
  readonly listener: StreamListener;
  /** The head of the request, with its blank line. */
  readonly requestOf: (subscriber: number, lastEventId: string) => string;
  /** What the connection carries once it was answered; an event stream by default. */
  readonly protocol?: Http1Protocol;
}

export interface Http1Protocol {
  /** Why an answer does not open a stream; undefined if it does. */
  refuses(head: string, body: string): string | undefined;
  /** Called when a stream is open. */
  follow?(subscriber: number, socket: Socket): Following;
}

/** Looks at what a stream receives, beside counting. */
export interface Following {
  received(bytes: Buffer, start: number, end: number): void;
}

interface Stream {
  phase: 'connecting' | 'open' | 'cut';
  isPaused: boolean;
  readonly socket: Socket;
}

const longestHead = 64 * 1024;

const eventStream: Http1Protocol = { refuses: (head, body) => refusal(head, body, 200) };

/** Why an answer is not the one that was hoped for. */
export function refusal(head: string, body: string, wanted: number): string | undefined {
  const answer = parseHead(head);
  if (answer === undefined) return 'what answers does not speak HTTP/1.1';
  if (answer.status === wanted) return undefined;
  return `the server answered ${answer.statusText}${excerpt(body)}`;
}

/** The first line of a body that may say why. */
export function excerpt(body: string): string {
  const text = /\{.*\}|[^\r\n<>{}]{20,}/.exec(body)?.[0].slice(0, 200);
  return text === undefined ? '' : `: ${text}`;
}

/**
 * Ends a connection at once and leaves no port in TIME_WAIT: 20,000 of those would be missing for a minute to whoever
 * connects next, and the system takes seconds to find the free ones.
 */
function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
