import express from 'express';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const app = express();
const authorize = () => ({ publish: [], subscribe: ['scores/*'] });
const scores = new Map<string, { home: number; away: number }>();

app.all('/events', createNodeEventsHandler(hub, { authorize }));
app.post('/goals/:match/:side', async (req, res) => {
  const { match, side } = req.params;
  const before = scores.get(match) ?? { home: 0, away: 0 };
  const data = side === 'home' ? { ...before, home: before.home + 1 } : { ...before, away: before.away + 1 };
  scores.set(match, data);
  // Each event is the whole score, so a page needs only the newest of a match.
  await hub.publish({ topic: `scores/${match}`, event: 'score', data });
  res.status(201).json(data);
});
app.listen(Number(process.env['PORT'] ?? 3000));
