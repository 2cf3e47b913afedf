import { createServer } from 'node:http';
import { freemem, loadavg, totalmem } from 'node:os';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const authorize = () => ({ publish: [], subscribe: ['samples'] });
createServer(createNodeEventsHandler(hub, { authorize })).listen(Number(process.env['PORT'] ?? 3000));

// 600 keys in turn: a page that opens gets the newest event of each, which is the last ten minutes.
let count = 0;
setInterval(() => {
  const data = { time: Date.now(), load: loadavg()[0], memory: totalmem() - freemem() };
  void hub.publish({ topic: 'samples', event: 'sample', key: `${count % 600}`, data });
  count += 1;
}, 1000);
