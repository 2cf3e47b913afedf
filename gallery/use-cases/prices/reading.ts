import { subscribe, type SubscribeOptions, type Subscription } from 'spillway/client';
import type { Board } from './board.ts';
import { Tick, Trading } from './tick.ts';

const readers = { tick: Tick, trading: Trading };

/** How a tab reads prices. */
export interface Way {
  readonly name: string;
  readonly label: string;
  readonly what: string;
  readonly url: string;
  readonly buffer?: SubscribeOptions<typeof readers>['buffer'];
  /** How long the tab's code is busy with one price. */
  readonly busyMs?: number;
}

export const ways: readonly [Way, ...Way[]] = [
  {
    name: 'everything',
    label: 'Everything',
    what: 'This tab reads every tick, thousands a second.',
    url: '/api/prices/events',
  },
  {
    name: 'slow-code',
    label: 'Slow code',
    what: 'This tab’s code rests for 5 ms after each price. For such readers the client keeps just the newest price of each share.',
    url: '/api/prices/events',
    buffer: { policy: 'latest-by-key' },
    busyMs: 5,
  },
  {
    name: 'slow-line',
    label: 'Slow line',
    what: 'A simulated line brings this tab 50 kB a second, a fraction of what all ticks take. The hub leaves out each price that a newer one has overtaken, so nothing piles up.',
    url: '/api/prices/events?line=50000',
  },
];

/** Reads prices onto the board until the subscription is closed; `onTrading` hears that the market is paused, or goes on. */
export function readPrices(
  { url, buffer, busyMs = 0 }: Way,
  board: Board,
  onTrading: (trading: Trading) => void,
): Subscription<typeof readers> {
  const prices = subscribe(url, {
    topics: ['prices/*', 'trading'],
    since: 'latest',
    events: readers,
    buffer,
  });
  board.begin();
  // What ends it is told by its state.
  read().catch(() => undefined);
  return prices;

  async function read(): Promise<void> {
    for await (const event of prices) {
      // Others read onto the board by now.
      if (prices.state.phase === 'closed') return;
      if (event.type === 'trading') onTrading(event.data);
      else board.take(event.data);
      if (busyMs > 0) await new Promise((resolve) => setTimeout(resolve, busyMs));
    }
  }
}
