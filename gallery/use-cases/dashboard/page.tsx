import { useMemo } from 'react';
import { useEvents } from 'spillway/react';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Figure, Figures } from '../../site/parts/figure.tsx';
import { inBytes, inPercent } from '../../site/parts/units.ts';
import { Chart } from './chart.tsx';
import { Order, Sample } from './events.ts';
import { count, euros, rate } from './format.ts';
import { noHistory, soldPerMinute, withEvent } from './history.ts';
import { OrderForm } from './order-form.tsx';
import { Orders } from './orders.tsx';
import styles from './dashboard.module.css';

export default function Dashboard() {
  const { value, state } = useEvents('/events', {
    topics: ['dashboard/*'],
    // The newest of each key: the last ten minutes. Then whatever comes.
    since: 'latest',
    events: { sample: Sample, order: Order },
    initial: noHistory,
    reduce: withEvent,
    share: true,
  });
  const { samples, orders, sales } = value;
  const now = samples.at(-1);
  const sold = useMemo(() => soldPerMinute(samples), [samples]);

  return (
    <div className="stack">
      <Card title="Now" aside={<ConnectionBadge state={state} />}>
        <Figures>
          <Figure label="Requests per second">{now ? rate(now.requestsPerSecond) : '–'}</Figure>
          <Figure label="Visitors, last minute">{now ? count(now.visitors) : '–'}</Figure>
          <Figure label="Open streams">{now ? count(now.streams) : '–'}</Figure>
          <Figure label="CPU">{now ? inPercent(now.processor) : '–'}</Figure>
          <Figure label="Memory">{now ? inBytes(now.memory.used) : '–'}</Figure>
          <Figure label="Sold, in all">{euros(sales.cents)}</Figure>
        </Figures>
        <p className="faint">
          Nothing here is made up: CPU and memory are this machine’s, traffic and visitors this gallery’s own. Reload,
          and the last ten minutes are there at once. Open other pages in other tabs, order something below, or kill the
          server from the menu: every line goes on where it was.
        </p>
      </Card>
      <div className={styles['charts']}>
        <Chart
          title="Website traffic"
          samples={samples}
          lines={[{ label: 'requests per second', pick: (sample) => sample.requestsPerSecond }]}
          unit={rate}
          least={2}
        />
        <Chart
          title="Active users"
          samples={samples}
          lines={[
            { label: 'visitors', pick: (sample) => sample.visitors },
            { label: 'open streams', pick: (sample) => sample.streams },
          ]}
          unit={count}
          least={2}
        />
        <Chart
          title="CPU"
          samples={samples}
          lines={[{ label: 'busy', pick: (sample) => sample.processor }]}
          unit={inPercent}
          max={1}
        />
        <Chart
          title="Memory"
          samples={samples}
          lines={[{ label: 'used', pick: (sample) => sample.memory.used }]}
          unit={inBytes}
          from="values"
        />
        <Chart
          title="Sales"
          samples={samples}
          lines={[{ label: 'in the minute before', pick: (sample) => sold.get(sample) ?? 0 }]}
          unit={euros}
          least={2000}
          height={256}
        />
        <Card
          title="Order something"
          aside={
            <span className="faint">{sales.orders === 1 ? '1 order' : `${count(sales.orders)} orders`} so far</span>
          }
        >
          <OrderForm />
          <Orders orders={orders} />
        </Card>
      </div>
    </div>
  );
}
