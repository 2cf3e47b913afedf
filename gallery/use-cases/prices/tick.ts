import * as v from 'valibot';

/** One share has a new price. */
export const Tick = v.object({
  symbol: v.string(),
  price: v.number(),
  /** The price at which its day began. */
  open: v.number(),
  /** 1, 2, 3 … over all shares, also across restarts: how many ticks were published. */
  sequence: v.number(),
  /** When it was published, in milliseconds since the Unix epoch. */
  time: v.number(),
});
export type Tick = v.InferOutput<typeof Tick>;

/** Somebody has paused the market, or set it going. */
export const Trading = v.object({ isOn: v.boolean() });
export type Trading = v.InferOutput<typeof Trading>;
