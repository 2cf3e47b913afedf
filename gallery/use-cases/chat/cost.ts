import * as v from 'valibot';

/** Bytes on the wire for one message, with one reader. */
export const costSchema = v.object({
  /** Measured: the request that sent it, and the answer to that. */
  request: v.number(),
  answer: v.number(),
  /** The frame that brings it to each reader. */
  frame: v.number(),
  /** What a WebSocket would take: there is no answer unless one is made. */
  webSocketUp: v.number(),
  webSocketDown: v.number(),
});

export type Cost = v.InferOutput<typeof costSchema>;
