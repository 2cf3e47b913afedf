import { type Order, type Sales, type Sample, later } from './events.ts';

/** What the page knows. */
export interface History {
  /** One for each second of the last ten minutes, the oldest first. */
  readonly samples: readonly Sample[];
  /** The newest orders, the newest first. */
  readonly orders: readonly Order[];
  readonly sales: Sales;
}

export const noHistory: History = { samples: [], orders: [], sales: { orders: 0, cents: 0 } };

type Happening = { readonly type: 'sample'; readonly data: Sample } | { readonly type: 'order'; readonly data: Order };

const keptMs = 600_000;
const shownOrders = 5;

/** What is known after one more event. */
export function withEvent(history: History, event: Happening): History {
  const sales = later(history.sales, event.data.sales);
  if (event.type === 'order') {
    return { ...history, orders: [event.data, ...history.orders].slice(0, shownOrders), sales };
  }
  const { time, sequence } = event.data;
  // Whoever counts from the start again has lost the log, and the sales with it.
  if (sequence <= (history.samples.at(-1)?.sequence ?? 0)) return withEvent(noHistory, event);
  return { ...history, samples: [...history.samples.filter((each) => each.time > time - keptMs), event.data], sales };
}

const minuteMs = 60_000;

/** For each sample what was sold in the minute up to it, in cents: of the first minute what has been seen of it. */
export function soldPerMinute(samples: readonly Sample[]): ReadonlyMap<Sample, number> {
  const sold = new Map<Sample, number>();
  let first = 0;
  for (const sample of samples) {
    while ((samples[first + 1]?.time ?? Infinity) <= sample.time - minuteMs) first += 1;
    sold.set(sample, sample.sales.cents - (samples[first]?.sales.cents ?? 0));
  }
  return sold;
}
