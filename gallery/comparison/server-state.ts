import * as v from 'valibot';

const counts = v.object({ requests: v.number(), empty: v.number(), up: v.number(), down: v.number() });
const held = v.object({ streams: v.number(), connections: v.number() });

/** What the server says of itself and of one run, twice a second, as an event `state`. */
export const serverState = v.object({
  /** When the process began: another one has counted nothing yet. */
  startedAt: v.number(),
  ports: v.object({ feed: v.number(), roundTrips: v.number(), http1: v.number(), http2: v.number() }),
  perSecond: v.number(),
  /** The number of the feed's newest event. */
  newest: v.number(),
  /** What the run has cost on the wire, by way. */
  wire: v.record(v.string(), counts),
  /** What the servers for the connection limit hold open, for all pages. */
  limit: v.object({ http1: held, http2: held }),
});

export type ServerState = v.InferOutput<typeof serverState>;
