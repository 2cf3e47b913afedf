import * as v from 'valibot';

// What goes over the stream, checked by the page and written by the server.

/** All that was ever sold. */
export const Sales = v.object({ orders: v.number(), cents: v.number() });
export type Sales = v.InferOutput<typeof Sales>;

/** Sales only grow: of two accounts the one with more orders is the newer. */
export function later(one: Sales, other: Sales): Sales {
  return other.orders >= one.orders ? other : one;
}

/** What one second looked like. */
export const Sample = v.object({
  /** 1, 2, 3 …, also across restarts. */
  sequence: v.number(),
  /** Milliseconds since the Unix epoch. */
  time: v.number(),
  /** What part of all processors' time was used since the sample before. */
  processor: v.number(),
  /** Bytes. */
  memory: v.object({ used: v.number(), total: v.number() }),
  requestsPerSecond: v.number(),
  /** Browsers that asked for something within the last minute. */
  visitors: v.number(),
  /** Streams of `/events` that are open. */
  streams: v.number(),
  sales: Sales,
});
export type Sample = v.InferOutput<typeof Sample>;

export const products = {
  'Flat white': 320,
  'Cheese bagel': 450,
  'Lemon cake': 390,
  'Rye bread': 520,
} as const;
export type Product = keyof typeof products;

const Product = v.picklist(Object.keys(products) as Product[]);
const Quantity = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20));

/** What the form sends. Its id makes it the same order, however often it is sent. */
export const NewOrder = v.object({ id: v.pipe(v.string(), v.uuid()), product: Product, quantity: Quantity });
export type NewOrder = v.InferOutput<typeof NewOrder>;

/** An order that was taken, and all sales with it. */
export const Order = v.object({ ...NewOrder.entries, time: v.number(), cents: v.number(), sales: Sales });
export type Order = v.InferOutput<typeof Order>;

export const topics = { samples: 'dashboard/samples', orders: 'dashboard/orders' } as const;
