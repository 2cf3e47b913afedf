import { Server } from 'node:http';
import { SpillwayError } from '../../error.ts';
import type { EventsOptions } from '../../http/events-options.ts';
import { defaultEventsLimits } from '../../http/events-limits.ts';
import { createEventsResource } from '../../http/events-resource.ts';
import type { Hub } from '../../hub/hub.ts';
import { takeBareConnections } from './bare-wire.ts';
import { createChunkFraming } from '../chunked.ts';
import type { FrontPeer } from './exchange.ts';
import { FrontConnection, type FrontContext, type TimeLimits } from './front-connection.ts';
import { streamInternals } from './internals.ts';
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
  /**
   * How it has its connections, or will most likely have them once the server listens; `none` where the runtime is not
   * Node, and the server answers everything itself.
   */
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
 * Answers a hub's `/events` ahead of node:http: plain requests of HTTP/1 are read and answered on the connection itself,
 * without the objects that node:http makes for each, so that a stream takes less memory, and a publish and a delivery less time.
 * Every other request (another path, a chunked body, `Expect`, `Upgrade`, …) goes on to the server's own
 * listeners, with its connection; so `createNodeEventsHandler` belongs there, with the same options.
 *
 * - Call it before or after the server listens, once for a server. It takes plain HTTP, not TLS.
 * - The server's `keepAliveTimeout`, `headersTimeout`, `requestTimeout` and `maxConnections`, as they are at the call, hold
 *   here, too; its event `connection` and `closeAllConnections` know nothing of the connections that are with the front.
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
 * putFrontBefore(server, hub);
 * server.listen(3000, '127.0.0.1');
 * ```
 */
export function putFrontBefore(server: Server, hub: Hub, options: FrontOptions = {}): Front {
  const resource = createEventsResource(hub, options);
  checkServer(server);
  withFront.add(server);
  const connections = new Set<FrontConnection>();
  const context: FrontContext = {
    resource,
    path: options.path ?? '/events',
    bodyBytes: options.limits?.bodyBytes ?? defaultEventsLimits.bodyBytes,
    chunk: createChunkFraming(),
    timeLimits: timeLimitsOf(server),
    get isStopping() {
      return isStopping;
    },
    now: () => performance.now(),
  };
  let isStopping = false;
  /** Who waits for the last connection to be over. */
  const waiting: (() => void)[] = [];
  let way = likelyWay(options);
  let limiting: NodeJS.Timeout | undefined;

  function take(wire: Wire): FrontConnection {
    const connection = new FrontConnection(wire, context, leave);
    connections.add(connection);
    return connection;
  }

  function leave(connection: FrontConnection): void {
    connections.delete(connection);
    tellIfEmpty();
  }

  function tellIfEmpty(): void {
    if (connections.size === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  /** A server that is closed may listen again, with a handle that knows nothing of this. */
  function begin(): void {
    if (way === 'none') return;
    const isBare = way === 'bare' && takeBareConnections(server, take);
    if (!isBare && !hasSockets) hasSockets = takeSockets(server, take);
    way = isBare ? 'bare' : hasSockets ? 'sockets' : 'none';
    limiting ??= setInterval(limitTime, timeLimitsEveryMs).unref();
  }
  let hasSockets = false;

  function limitTime(): void {
    const now = context.now();
    for (const connection of connections) {
      if (connection.deadline <= now) connection.giveUp();
      else if (!server.listening) connection.endIfIdle();
    }
  }

  function end(): void {
    clearInterval(limiting);
    limiting = undefined;
  }

  server.prependListener('listening', begin);
  server.on('close', end);
  if (server.listening) begin();

  return {
    get connections() {
      return way;
    },
    stop() {
      isStopping = true;
      for (const connection of connections) connection.endIfIdle();
      return new Promise((resolve) => {
        waiting.push(resolve);
        tellIfEmpty();
      });
    },
    destroy() {
      for (const connection of connections) connection.destroy();
    },
  };
}

const withFront = new WeakSet<Server>();

function checkServer(server: Server): void {
  if (!(server instanceof Server)) {
    const message = 'a front goes before a server of node:http alone: over TLS and HTTP/2, do without one';
    throw new SpillwayError('invalid-option', message);
  }
  if (withFront.has(server)) throw new SpillwayError('invalid-option', 'this server has a front: one is all it takes');
}

/** How often time limits are looked at, as coarse as they are. */
const timeLimitsEveryMs = 1000;

/** As for node:http, 0 stands for no limit. */
function timeLimitsOf({ keepAliveTimeout, headersTimeout, requestTimeout }: Server): TimeLimits {
  const requestMs = requestTimeout || Infinity;
  const headMs = Math.min(headersTimeout || Infinity, requestMs);
  return {
    keepAliveMs: keepAliveTimeout || Infinity,
    headMs,
    bodyMs: headMs === requestMs ? 0 : requestMs - headMs,
  };
}

/** How a server that does not listen yet will most likely have its connections. */
function likelyWay({ bareHandles = true }: FrontOptions): Front['connections'] {
  if ('Bun' in globalThis || 'Deno' in globalThis) return 'none';
  return bareHandles && streamInternals() ? 'bare' : 'sockets';
}
