import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** What requests came to on the wire, as the server's sockets count it: headers and framing included, TCP's own not. */
export interface WireCounts {
  readonly requests: number;
  /** Of these, how many were answered that there is nothing new. */
  readonly empty: number;
  /** Bytes from the client. */
  readonly up: number;
  /** Bytes to the client. */
  readonly down: number;
}

/** Whose bytes those of a request are, such as `{ run: 'k3x9', way: 'polling' }`. */
export interface WireLabel {
  /** One measurement: a page that looks. */
  readonly run: string;
  /** What of it. */
  readonly way: string;
}

/** Counts the bytes of servers, by the label of each request. The counts outlive the servers. */
export interface Wire {
  /** Counts what comes and goes at a server of HTTP/1.1, from now on. Requests without a label are not counted. */
  watch(server: Server, labelOf: (req: IncomingMessage) => WireLabel | undefined): void;
  /** The counts of a run by way, as of now. */
  countsOf(run: string): Readonly<Record<string, WireCounts>>;
  /** Notes that a request was answered that there is nothing new. */
  addEmpty(label: WireLabel): void;
  /** Destroys the connections whose last request was of this run. */
  cut(run: string): void;
  /** Whether a request with a label is being answered, or has been within the last so many milliseconds. */
  isInUse(withinMs: number): boolean;
}

/** Runs beyond this many are forgotten, the oldest first. */
const mostRuns = 200;

/**
 * Between two requests on one connection of HTTP/1.1 lies a moment at which all bytes so far belong to the first: its
 * answer is complete, and a browser sends the next only after that. So the differences of a socket's own counters from
 * moment to moment attribute each byte to its request. An upgraded connection belongs to its request to the end.
 */
export function createWire(now: () => number = Date.now): Wire {
  const runs = new Map<string, Map<string, { -readonly [Key in keyof WireCounts]: WireCounts[Key] }>>();
  const meters = new Map<Socket, Meter>();
  let usedAt = -Infinity;

  return {
    watch(server, labelOf) {
      server.on('connection', (socket: Socket) => {
        meters.set(socket, { label: undefined, isBusy: false, requests: 0, read: 0, written: 0 });
        socket.once('close', () => {
          settle(socket);
          meters.delete(socket);
        });
      });
      // Ahead of those who answer.
      server.prependListener('request', (req, res) => {
        const request = begin(req, labelOf(req));
        res.once('close', () => {
          settle(req.socket);
          const meter = meters.get(req.socket);
          if (meter !== undefined && meter.requests === request) meter.isBusy = false;
        });
      });
      server.prependListener('upgrade', (req) => begin(req, labelOf(req)));
    },
    countsOf(run) {
      for (const socket of meters.keys()) settle(socket);
      return Object.fromEntries([...(runs.get(run) ?? [])].map(([way, counts]) => [way, { ...counts }]));
    },
    addEmpty(label) {
      of(label).empty += 1;
    },
    cut(run) {
      for (const [socket, { label }] of meters) if (label?.run === run) socket.destroy();
    },
    isInUse(withinMs) {
      return [...meters.values()].some(({ isBusy }) => isBusy) || now() - usedAt < withinMs;
    },
  };

  /** Returns the number of the request on its connection. */
  function begin(req: IncomingMessage, label: WireLabel | undefined): number | undefined {
    const meter = meters.get(req.socket);
    if (meter === undefined) return undefined;
    meter.label = label;
    meter.isBusy = label !== undefined;
    meter.requests += 1;
    if (label !== undefined) of(label).requests += 1;
    return meter.requests;
  }

  function settle(socket: Socket): void {
    const meter = meters.get(socket);
    if (meter === undefined) return;
    const { bytesRead, bytesWritten } = socket;
    if (meter.label !== undefined) {
      const counts = of(meter.label);
      counts.up += bytesRead - meter.read;
      counts.down += bytesWritten - meter.written;
      if (meter.isBusy) usedAt = now();
    }
    meter.read = bytesRead;
    meter.written = bytesWritten;
  }

  function of({ run, way }: WireLabel) {
    let ways = runs.get(run);
    if (ways === undefined) {
      runs.set(run, (ways = new Map()));
      for (const oldest of runs.keys()) {
        if (runs.size <= mostRuns) break;
        runs.delete(oldest);
      }
    }
    let counts = ways.get(way);
    if (counts === undefined) ways.set(way, (counts = { requests: 0, empty: 0, up: 0, down: 0 }));
    return counts;
  }
}

/** One connection: its newest request, and how far its counters have been attributed. */
interface Meter {
  label: WireLabel | undefined;
  isBusy: boolean;
  requests: number;
  read: number;
  written: number;
}
