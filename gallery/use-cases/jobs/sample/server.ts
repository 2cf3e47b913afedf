import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const app = express();
const authorize = () => ({ publish: [], subscribe: ['jobs/*'] });

app.all('/events', createNodeEventsHandler(hub, { authorize }));
app.post('/jobs', (_, res) => {
  const id = crypto.randomUUID();
  void work(id).catch((error: unknown) => console.error(`job ${id} failed:`, error));
  res.status(202).json({ id });
});
app.listen(Number(process.env['PORT'] ?? 3000));

/** Put your work here. The key keeps one event per job for pages that open later. */
async function work(id: string): Promise<void> {
  for (let percent = 0; percent <= 100; percent += 10) {
    await hub.publish({ topic: `jobs/${id}`, event: 'progress', key: 'progress', data: percent });
    await delay(100);
  }
}
