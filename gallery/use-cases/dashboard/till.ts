import type { Hub, PageEvent } from 'spillway';
import * as v from 'valibot';
import { type NewOrder, type Sales, Order, Sample, later, products, topics } from './events.ts';

/** Takes orders, one after the other, and knows what was sold. */
export interface Till {
  readonly sales: Sales;
  /** Resolves once the order is on disk. An order that was taken before changes nothing. */
  take(order: NewOrder): Promise<void>;
}

/** How many orders a page that opens is told of. */
const keptOrders = 20;

/** Opens the till with what the hub's log says was sold: `kept`, the newest orders and samples, the oldest first. */
export function openTill(hub: Hub, kept: readonly PageEvent[]): Till {
  let sales = kept.map(salesIn).reduce(later, { orders: 0, cents: 0 });
  let newest = kept.at(-1)?.offset ?? 0;
  let before: Promise<unknown> = Promise.resolve();

  async function append({ id, product, quantity }: NewOrder): Promise<void> {
    const cents = products[product] * quantity;
    const next = { orders: sales.orders + 1, cents: sales.cents + cents };
    const { offset } = await hub.publish({
      topic: topics.orders,
      event: 'order',
      id: `order-${id}`,
      key: `${next.orders % keptOrders}`,
      data: { id, product, quantity, time: Date.now(), cents, sales: next } satisfies Order,
    });
    // The log answers with the place that an order has already, where it was sent twice.
    if (offset <= newest) return;
    newest = offset;
    sales = next;
  }

  return {
    get sales() {
      return sales;
    },
    take(order) {
      const taken = before.then(() => append(order));
      before = taken.catch(() => undefined);
      return taken;
    },
  };
}

function salesIn({ event, data }: PageEvent): Sales {
  return v.parse(event === 'order' ? Order : Sample, JSON.parse(data)).sales;
}
