import { createServer } from 'node:http';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const authorize = () => ({ publish: [], subscribe: ['prices/*'] });
createServer(createNodeEventsHandler(hub, { authorize })).listen(Number(process.env['PORT'] ?? 3000));

const prices = new Map([
  ['ACME', 100],
  ['BETA', 20],
  ['CORE', 7],
]);
setInterval(() => {
  for (const [symbol, price] of prices) prices.set(symbol, price * (1 + (Math.random() - 0.5) / 500));
  // The key lets a reader who falls behind skip to the newest price of each symbol.
  const ticks = Array.from(prices, ([symbol, data]) => ({ topic: `prices/${symbol}`, key: symbol, data }));
  void hub.publish(ticks);
}, 250);
