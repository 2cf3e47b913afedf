// What the four examples share, in plain JavaScript so that the one without a build can load it, too.

/**
 * @import { ConnectionState, Gap } from 'spillway/client'
 * @typedef {{ readonly id: string, readonly what: string, readonly state: 'placed' | 'paid' | 'sent' }} Order
 */

/**
 * What becomes of an order next.
 *
 * @type {Readonly<Record<Order['state'], Order['state'] | undefined>>}
 */
export const nextState = { placed: 'paid', paid: 'sent', sent: undefined };

/**
 * Reads an event's data. What it throws goes to the subscription's `onInvalid`, and the stream goes on.
 *
 * @param {string} data
 * @returns {Order}
 */
export function asOrder(data) {
  const { id, what, state } = JSON.parse(data);
  if (typeof id !== 'string' || typeof what !== 'string' || !Object.hasOwn(nextState, state)) {
    throw new TypeError('an order has an id, says what it is for, and is placed, paid or sent');
  }
  return { id, what, state };
}

/**
 * The orders with this one: in place of what was known of it, or on top. Beyond a hundred the oldest go.
 *
 * @param {readonly Order[]} orders
 * @param {Order} order
 * @returns {readonly Order[]}
 */
export function withOrder(orders, order) {
  const place = orders.findIndex(({ id }) => id === order.id);
  return place === -1 ? [order, ...orders].slice(0, 100) : orders.with(place, order);
}

/**
 * A new order.
 *
 * @param {string} what
 * @returns {Order}
 */
export function newOrder(what) {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { id: number.toString(36), what, state: 'placed' };
}

const attempts = 10;

/**
 * Publishes an order with a POST, and says what came of it: nothing where the hub has it, else why not. While the hub
 * is away it tries again; the event's id keeps it from being logged twice where only the answer was lost.
 *
 * @param {Order} order
 * @returns {Promise<string>}
 */
export async function publish(order) {
  const event = { topic: `orders/${order.id}`, event: 'order', id: `${order.id}-${order.state}`, data: order };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const response = await fetch('/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
      });
      return response.ok ? '' : `The hub refused it: ${(await response.json()).detail}.`;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  return 'The hub does not answer.';
}

/**
 * The connection's state in words.
 *
 * @param {ConnectionState} state
 * @returns {string}
 */
export function inWords(state) {
  switch (state.phase) {
    case 'connecting':
      return 'Connecting';
    case 'open':
      return state.transport === 'stream' ? 'Live' : 'Live, by long polling';
    case 'waiting':
      return 'Connection lost, trying again';
    case 'paused':
      return state.because === 'offline' ? 'Offline' : 'Paused';
    default:
      return state.error ? `Stopped: ${state.error.message}` : 'Closed';
  }
}

/**
 * What a gap means to whoever looks at the list.
 *
 * @param {Gap} gap
 * @returns {string}
 */
export function inWordsOfGap({ after }) {
  return `Some orders after ${after} are missing: the hub does not keep them any more.`;
}
