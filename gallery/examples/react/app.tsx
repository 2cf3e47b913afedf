import { StrictMode, useState, type SubmitEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { useEvents } from 'spillway/react';
import { asOrder, inWords, inWordsOfGap, newOrder, nextState, publish, withOrder, type Order } from '../orders.js';

const noOrders: readonly Order[] = [];

function App() {
  const { value, state, gap } = useEvents('/events', {
    topics: ['orders/*'],
    since: 'latest',
    events: { order: asOrder },
    initial: { orders: noOrders, received: 0 },
    reduce: ({ orders, received }, { data: order }) => ({ orders: withOrder(orders, order), received: received + 1 }),
  });
  const [what, setWhat] = useState('');
  const [answer, setAnswer] = useState('');

  async function place(event: SubmitEvent) {
    event.preventDefault();
    if (await send(newOrder(what))) setWhat('');
  }

  /** Publishes an order, and tells whether the hub has it. The list shows it when it comes back as an event. */
  async function send(order: Order) {
    setAnswer('Sending');
    const reason = await publish(order);
    setAnswer(reason);
    return reason === '';
  }

  return (
    <>
      <header>
        <img src="/icon.svg" alt="" width="40" height="40" />
        <div>
          <h1>Orders</h1>
          <p>with React</p>
        </div>
        <p id="state" role="status" data-phase={state.phase}>
          {inWords(state)}
        </p>
      </header>

      <main>
        <form onSubmit={(event) => void place(event)}>
          <label htmlFor="what">New order</label>
          <div>
            <input
              id="what"
              value={what}
              onChange={(event) => setWhat(event.target.value)}
              required
              maxLength={60}
              placeholder="Two flat whites"
              autoComplete="off"
            />
            <button>Place</button>
          </div>
          <p id="answer" role="status">
            {answer}
          </p>
        </form>

        <p id="gap" role="alert">
          {gap && inWordsOfGap(gap)}
        </p>

        <section aria-labelledby="list-title">
          <h2 id="list-title">Newest first</h2>
          <p id="received">Events received: {value.received}</p>
          <ol id="orders" aria-live="polite" aria-labelledby="list-title">
            {value.orders.map((order) => (
              <Row key={order.id} order={order} send={send} />
            ))}
          </ol>
        </section>
      </main>
    </>
  );
}

function Row({ order, send }: { readonly order: Order; readonly send: (order: Order) => unknown }) {
  const next = nextState[order.state];
  return (
    <li data-id={order.id}>
      <span className="what">{order.what}</span>
      <span className="id">#{order.id}</span>
      <span className="order-state" data-state={order.state}>
        {order.state}
      </span>
      {next && (
        <button
          type="button"
          aria-label={`Mark ${next}: ${order.what}`}
          onClick={() => send({ ...order, state: next })}
        >
          Mark {next}
        </button>
      )}
    </li>
  );
}

createRoot(document.querySelector('#app') as Element).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
