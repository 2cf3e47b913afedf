import { type Http2Connection, openHttp2Connection } from './http2/connection.ts';
import type { Target } from './target.ts';
import type { Inbox, StreamListener, Transport } from './transport.ts';

/** Opens streams over HTTP/2, many on a connection; a connection that was lost is opened again for the next stream. */
export function createHttp2Transport(options: Http2Options): Transport {
  const { target, inbox, listener, connections, headersOf } = options;
  const open = new Map<number, Http2Connection>();

  return {
    open(subscriber, lastEventId) {
      connectionOf(subscriber).open(subscriber, headersOf(subscriber, lastEventId));
    },
    cut: (subscriber) => open.get(subscriber % connections)?.cut(subscriber),
    pause: (subscriber) => open.get(subscriber % connections)?.pause(subscriber),
    resume: (subscriber) => open.get(subscriber % connections)?.resume(subscriber),
    close() {
      for (const connection of open.values()) connection.close();
    },
  };

  function connectionOf(subscriber: number): Http2Connection {
    const place = subscriber % connections;
    const there = open.get(place);
    if (there !== undefined) return there;
    const closed = (): void => void open.delete(place);
    const connection = openHttp2Connection(target, { inbox, from: place }, { ...listener, closed });
    open.set(place, connection);
    return connection;
  }
}

export interface Http2Options {
  readonly target: Target;
  readonly inbox: Inbox;
  readonly listener: StreamListener;
  /** How many carry the streams. */
  readonly connections: number;
  /** The fields of the request, pseudo-header fields first. */
  readonly headersOf: (subscriber: number, lastEventId: string) => readonly (readonly [string, string])[];
}
