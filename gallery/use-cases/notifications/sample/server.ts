import express from 'express';
import { type EventsRequest, createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const app = express();

// Your session or token says who asks. Each person reads one topic, and nobody publishes from outside.
function authorize(request: EventsRequest) {
  const person = /\bperson=(\w+)/.exec(request.header('cookie') ?? '')?.[1];
  return { publish: [], subscribe: person ? [`people/${person}`] : [] };
}

app.all('/events', createNodeEventsHandler(hub, { authorize }));
app.post('/people/:name', express.text(), async (req, res) => {
  await hub.publish({ topic: `people/${req.params.name}`, event: 'notice', data: req.body });
  res.sendStatus(201);
});
app.listen(Number(process.env['PORT'] ?? 3000));
