import { useId, useState, type SubmitEvent } from 'react';
import { type Product, products } from './events.ts';
import { euros } from './format.ts';
import styles from './dashboard.module.css';

/** Takes an order from whoever reads the page. */
export function OrderForm() {
  const id = useId();
  const [product, setProduct] = useState<Product>('Flat white');
  const [quantity, setQuantity] = useState(1);
  const [answer, setAnswer] = useState('');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setAnswer('Ordering …');
    setAnswer(await order({ id: crypto.randomUUID(), product, quantity }, setAnswer));
  }

  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)}>
      <div>
        <label htmlFor={`${id}-product`}>Product</label>
        <select id={`${id}-product`} value={product} onChange={({ target }) => setProduct(target.value as Product)}>
          {Object.entries(products).map(([name, cents]) => (
            <option key={name} value={name}>
              {name}, {euros(cents)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor={`${id}-quantity`}>Quantity</label>
        <input
          id={`${id}-quantity`}
          type="number"
          inputMode="numeric"
          min={1}
          max={20}
          required
          value={Number.isNaN(quantity) ? '' : quantity}
          onChange={({ target }) => setQuantity(target.valueAsNumber)}
        />
      </div>
      <button className="primary">Order</button>
      <p role="status" className="faint">
        {answer}
      </p>
    </form>
  );
}

const againAfterMs = 500;

/** Sends the order until the server has answered. Its id makes it one order, however often it arrives. */
async function order(
  body: { readonly id: string; readonly product: Product; readonly quantity: number },
  say: (words: string) => void,
) {
  for (;;) {
    const answer = await fetch('/api/dashboard/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    if (answer?.ok) return 'Ordered.';
    if (answer?.status === 400) return 'The server refuses this order.';
    say('The server does not answer. Trying again …');
    await new Promise((resolve) => setTimeout(resolve, againAfterMs));
  }
}
