import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const app = express();
const authorize = () => ({ publish: [], subscribe: ['answers/*'] });

app.all('/events', createNodeEventsHandler(hub, { authorize }));
app.post('/answers', express.text(), (req, res) => {
  const id = crypto.randomUUID();
  void answer(`answers/${id}`, String(req.body)).catch((error: unknown) => console.error(error));
  res.status(202).json({ id });
});
app.listen(Number(process.env['PORT'] ?? 3000));

/** Replace the loop by your model's stream of tokens. They are in the log, so the answer survives a reload. */
async function answer(topic: string, question: string): Promise<void> {
  for (const token of `You asked: ${question}`.split(/(?<= )/)) {
    await hub.publish({ topic, event: 'token', data: token });
    await delay(30);
  }
  await hub.publish({ topic, event: 'done' });
}
