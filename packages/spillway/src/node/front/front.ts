import type { Server } from 'node:http';
import type { EventsOptions } from '../../http/events-options.ts';
import { defaultEventsLimits } from '../../http/events-limits.ts';
import { createEventsResource } from '../../http/events-resource.ts';
import type { Hub } from '../../hub/hub.ts';
import { takeBareConnections } from './bare-wire.ts';
import { createChunkFraming } from './chunked.ts';
import { FrontConnection, type FrontContext, type FrontPeer } from './front-connection.ts';
import { takeSockets } from './socket-wire.ts';
import type { Wire } from './wire.ts';

export interface FrontOptions extends EventsOptions<FrontPeer> {
  /** The path of the resource; default `/events`. */
  readonly path?: string | undefined;
  /**
   * Whether connections may be taken as bare TCP handles, by way of Node's internals where those are as expected; default
   * true. Otherwise they are taken as the sockets of Node's public API, which costs memory and time, and changes nothing else.
   */
  readonly bareHandles?: boolean | undefined;
}

/** The front of a server. */
export interface Front {
  /** How it has its connections; `none` where the runtime is not Node, and the server answers everything itself. */
  readonly connections: 'bare' | 'sockets' | 'none';
  /**
   * Takes no more requests, and resolves once all connections that are with the front are over: idle ones end at once, others
   * after their answer, streams when the hub ends them.
   */
  stop(): Promise<void>;
  /** Ends at once every connection that is with the front, streams among them. */
  destroy(): void;
}

/**
 * Answers a hub's `/events` ahead of node:http: plain requests of HTTP/1.1 are read and answered on the connection itself,
 * without the objects that node:http makes for each, so that a stream takes less memory, and a publish and a delivery less time.
 * Every other request (another path, a chunked body, `Expect`, HTTP/1.0, …) goes on to the server's own
 * listeners, with its connection; so `createNodeEventsHandler` belongs there, with the same options.
 *
 * - Call it once the server listens (plain HTTP, not TLS).
 * - The server's `keepAliveTimeout`, `requestTimeout` and `maxConnections` hold here, too; its event `connection` and
 *   `closeAllConnections` know nothing of the connections that are with the front.
 * - What middleware does for `/events` is left out for plain requests: use `authorize`, or do without a front.
 *
 * @throws SpillwayError `invalid-option`
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createHub } from 'spillway';
 * import { createNodeEventsHandler, putFrontBefore } from 'spillway/node';
 *
 * const hub = createHub();
 * const server = createServer(createNodeEventsHandler(hub));
 * server.listen(3000, '127.0.0.1', () => putFrontBefore(server, hub));
 * ```
 */
export function putFrontBefore(server: Server, hub: Hub, options: FrontOptions = {}): Front {
  const resource = createEventsResource(hub, options);
  const connections = new Set<FrontConnection>();
  const context: FrontContext = {
    resource,
    path: options.path ?? '/events',
    bodyBytes: options.limits?.bodyBytes ?? defaultEventsLimits.bodyBytes,
    chunk: createChunkFraming(),
    timeLimits: {
      keepAliveMs: server.keepAliveTimeout || Infinity,
      requestMs: server.requestTimeout || Infinity,
    },
    get isStopping() {
      return stopped !== undefined;
    },
    now: () => performance.now(),
  };
  let stopped: Promise<void> | undefined;
  let onEmpty = () => {};

  function take(wire: Wire): FrontConnection {
    const connection = new FrontConnection(wire, context, leave);
    connections.add(connection);
    return connection;
  }

  function leave(connection: FrontConnection): void {
    connections.delete(connection);
    if (connections.size === 0) onEmpty();
  }

  const limiting = setInterval(() => {
    const now = context.now();
    for (const connection of connections) {
      if (connection.deadline <= now) connection.giveUp();
      else if (!server.listening) connection.endIfIdle();
    }
  }, timeLimitsEveryMs);
  limiting.unref();
  server.once('close', () => clearInterval(limiting));

  return {
    connections: takeConnections(server, take, options),
    stop() {
      stopped ??= new Promise((resolve) => {
        onEmpty = resolve;
      });
      for (const connection of connections) connection.endIfIdle();
      if (connections.size === 0) onEmpty();
      return stopped;
    },
    destroy() {
      for (const connection of connections) connection.destroy();
    },
  };
}

/** How often time limits are looked at, as coarse as they are. */
const timeLimitsEveryMs = 1000;

function takeConnections(
  server: Server,
  take: (wire: Wire) => FrontConnection,
  { bareHandles = true }: FrontOptions,
): Front['connections'] {
  if ('Bun' in globalThis || 'Deno' in globalThis) return 'none';
  if (bareHandles && takeBareConnections(server, take)) return 'bare';
  takeSockets(server, take);
  return 'sockets';
}
