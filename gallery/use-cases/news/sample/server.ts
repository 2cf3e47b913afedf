import { createServer } from 'node:http';
import { parseRssFeed } from 'feedsmith';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const feed = process.env['FEED'] ?? 'https://blog.mozilla.org/feed/';
const hub = createHub();
const authorize = () => ({ publish: [], subscribe: ['news'] });
createServer(createNodeEventsHandler(hub, { authorize })).listen(Number(process.env['PORT'] ?? 3000));

const known = new Set<string>();
async function read(): Promise<void> {
  const { items = [] } = parseRssFeed(await (await fetch(feed)).text());
  for (const { title, link, guid } of items.toReversed()) {
    const id = guid?.value ?? link;
    if (!id || known.has(id)) continue;
    await hub.publish({ topic: 'news', event: 'article', data: { title, link } });
    known.add(id);
  }
}

const readAndReport = () => void read().catch((error: unknown) => console.error(`cannot read ${feed}:`, error));
readAndReport();
setInterval(readAndReport, 300_000);
