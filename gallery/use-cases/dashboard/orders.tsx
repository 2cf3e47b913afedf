import { EmptyState } from '../../site/parts/empty-state.tsx';
import type { Order } from './events.ts';
import { clock, euros } from './format.ts';
import styles from './dashboard.module.css';

/** The newest orders, whoever placed them. */
export function Orders({ orders }: { readonly orders: readonly Order[] }) {
  if (orders.length === 0)
    return (
      <EmptyState title="No orders yet">Order something above: it appears here, and in every other tab.</EmptyState>
    );
  return (
    <ol className={styles['orders']} aria-label="The newest orders">
      {orders.map(({ id, product, quantity, cents, time }) => (
        <li key={id} data-id={id}>
          <span>
            {quantity} × {product}
          </span>
          <span className="faint">{clock(time)}</span>
          <span>{euros(cents)}</span>
        </li>
      ))}
    </ol>
  );
}
