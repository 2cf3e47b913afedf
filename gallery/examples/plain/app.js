import { subscribe } from 'spillway/client';
import { asOrder, inWords, inWordsOfGap, newOrder, nextState, publish } from '../orders.js';

// A page in JavaScript that no tool has touched. Its import map says where the hub serves the client.

/** @import { Order } from '../orders.js' */

const mostRows = 100;
const list = find(document, '#orders');
const form = /** @type {HTMLFormElement} */ (find(document, 'form'));
const input = /** @type {HTMLInputElement} */ (find(document, 'input'));
/** @type {Map<string, Order>} What the rows show, by its id. */
const orders = new Map();
let received = 0;

const subscription = subscribe('/events', { topics: ['orders/*'], since: 'latest', events: { order: asOrder } });

subscription.on('order', ({ data: order }) => {
  received += 1;
  find(document, '#received').textContent = `Events received: ${received}`;
  show(order);
});

subscription.on('gap', ({ data: gap }) => {
  find(document, '#gap').textContent = inWordsOfGap(gap);
});

subscription.subscribe((state) => {
  find(document, '#state').dataset['phase'] = state.phase;
  find(document, '#state').textContent = inWords(state);
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (await send(newOrder(input.value))) form.reset();
});

/**
 * Publishes an order, and tells whether the hub has it. The list shows it when it comes back as an event.
 *
 * @param {Order} order
 */
async function send(order) {
  const answer = find(document, '#answer');
  answer.textContent = 'Sending';
  answer.textContent = await publish(order);
  return answer.textContent === '';
}

/**
 * Shows an order in the row that it has, or in a new one on top.
 *
 * @param {Order} order
 */
function show(order) {
  orders.set(order.id, order);
  const row = list.querySelector(`[data-id="${CSS.escape(order.id)}"]`) ?? addRow(order);
  const state = find(row, '.order-state');
  state.dataset['state'] = order.state;
  state.textContent = order.state;

  const button = find(row, 'button');
  const next = nextState[order.state];
  button.hidden = next === undefined;
  button.textContent = `Mark ${next}`;
  button.ariaLabel = `Mark ${next}: ${order.what}`;
}

/** @param {Order} order */
function addRow({ id, what }) {
  const template = /** @type {HTMLTemplateElement} */ (find(document, 'template'));
  const row = find(/** @type {DocumentFragment} */ (template.content.cloneNode(true)), 'li');
  row.dataset['id'] = id;
  find(row, '.what').textContent = what;
  find(row, '.id').textContent = `#${id}`;
  find(row, 'button').addEventListener('click', () => advance(id));
  list.prepend(row);
  if (list.children.length > mostRows) removeOldest();
  return row;
}

/** @param {string} id */
function advance(id) {
  const order = orders.get(id);
  const state = order && nextState[order.state];
  if (state) void send({ ...order, state });
}

function removeOldest() {
  const row = find(list, 'li:last-child');
  orders.delete(row.dataset['id'] ?? '');
  row.remove();
}

/**
 * The first element that a selector names; it is in the page, or the page is broken.
 *
 * @param {ParentNode} parent
 * @param {string} selector
 */
function find(parent, selector) {
  return /** @type {HTMLElement} */ (parent.querySelector(selector));
}
