import express from 'express';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const app = express();
const authorize = () => ({ publish: [], subscribe: ['rooms/*'] });

app.all('/events', createNodeEventsHandler(hub, { authorize }));
app.post('/rooms/:room', express.json(), async (req, res) => {
  const { id, text } = req.body as { id: string; text: string };
  // The browser's own id makes a retry safe: the hub takes the message once.
  await hub.publish({ topic: `rooms/${req.params.room}`, event: 'said', id, data: text });
  res.sendStatus(201);
});
app.listen(Number(process.env['PORT'] ?? 3000));
