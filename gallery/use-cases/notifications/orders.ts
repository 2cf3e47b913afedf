import { setTimeout as wait } from 'node:timers/promises';
import type { Hub, PageEvent } from 'spillway';
import { statuses } from './notices.ts';
import type { Order, Person } from './notices.ts';

export interface OrdersSettings {
  readonly hub: Hub;
  readonly secondsPerStep: number;
  /** Of the events, in seconds. */
  readonly ttl: number;
  readonly closing: AsyncDisposableStack;
}

/**
 * A shop whose orders move on by themselves (simulated), from placed to delivered. It remembers nothing: after a restart
 * it goes on with those that the log holds. Returns a function that places an order, and resolves once it is in the log.
 */
export async function startOrders({ hub, secondsPerStep, ttl, closing }: OrdersSettings) {
  const stopping = new AbortController();
  closing.defer(() => stopping.abort());

  for (const { topics, data } of await newestOrders(hub)) {
    const { status, ...order } = JSON.parse(data) as Order;
    void moveOn(topics[0] ?? '', order, statuses.indexOf(status) + 1);
  }
  return async (name: Person, order: string, item: string): Promise<void> => {
    const topic = `people/${name}/orders`;
    await tell(topic, { order, item, at: Date.now() }, 0);
    void moveOn(topic, { order, item }, 1);
  };

  async function moveOn(topic: string, order: Omit<Order, 'status' | 'at'>, step: number): Promise<void> {
    try {
      for (let next = step; next < statuses.length; next += 1) {
        await wait(secondsPerStep * 1000, undefined, { signal: stopping.signal });
        await tell(topic, { ...order, at: Date.now() }, next);
      }
    } catch (error) {
      if (!stopping.signal.aborted) console.error(`order ${order.order} stands still:`, error);
    }
  }

  async function tell(topic: string, order: Omit<Order, 'status'>, step: number): Promise<void> {
    const status = statuses[step] ?? 'delivered';
    // The key lets a newer status supersede an older one for who catches up; the id makes each status happen once.
    const [key, id] = [order.order, `${topic}/${order.order}/${status}`];
    await hub.publish({ topic, event: 'order', key, id, data: { ...order, status } satisfies Order, ttl });
  }
}

/** The newest event of each order. */
async function newestOrders(hub: Hub): Promise<Iterable<PageEvent>> {
  const orders = new Map<string, PageEvent>();
  let cursor: string | undefined;
  for (;;) {
    const page = await hub.page({ topics: ['people/:name/orders'], since: 'latest', cursor, limit: 1000 });
    if (page.events.length === 0) return orders.values();
    for (const event of page.events) orders.set(`${event.topics[0]}/${event.key}`, event);
    cursor = page.cursor;
  }
}
