import { StrictMode, useEffect, useState, type SubmitEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { subscribe, type ConnectionState } from 'spillway/client';
import { asOrder, inWords, inWordsOfGap, newOrder, nextState, publish, withOrder, type Order } from '../orders.js';

function App() {
  const [orders, setOrders] = useState<readonly Order[]>([]);
  const [received, setReceived] = useState(0);
  const [gap, setGap] = useState('');
  const [what, setWhat] = useState('');
  const [answer, setAnswer] = useState('');
  const [state, setState] = useState<ConnectionState>({ phase: 'connecting', attempt: 1 });

  useEffect(() => {
    const s = subscribe('/events', { topics: ['orders/*'], since: 'latest', events: { order: asOrder } });
    s.on('order', ({ data }) => {
      setOrders((before) => withOrder(before, data));
      setReceived((before) => before + 1);
    });
    s.on('gap', ({ data }) => setGap(inWordsOfGap(data)));
    s.subscribe(setState);
    return s.close;
  }, []);

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
          {gap}
        </p>

        <section aria-labelledby="list-title">
          <h2 id="list-title">Newest first</h2>
          <p id="received">Events received: {received}</p>
          <ol id="orders" aria-live="polite" aria-labelledby="list-title">
            {orders.map((order) => (
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
