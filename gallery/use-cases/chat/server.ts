import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { eventBytes } from '../../server/event-bytes.ts';
import { countExchange } from '../../server/exchange-bytes.ts';
import type { UseCase } from '../../server/gallery.ts';
import type { Cost } from './cost.ts';
import { rooms, sentSchema } from './message.ts';
import { webSocketBytes } from './web-socket-bytes.ts';

export const chat: UseCase = {
  name: 'chat',
  readable: ['chat/:room', 'chat/:room/costs'],
  publishable: [],
  open({ hub, router }) {
    for (const room of rooms) {
      const topic = `chat/${room}`;
      router.post(`/${room}`, async (req, res) => {
        const sent = v.safeParse(sentSchema, req.body);
        if (!sent.success) {
          res.status(400).json({ detail: 'send {"id":"<uuid>","name":"…","text":"…"}' });
          return;
        }
        const { id, name, text } = sent.output;
        const exchange = countExchange(req, res);
        const said = { topic, event: 'said', id, data: { name, text, at: Date.now() } };
        // Once this has resolved it is on disk. With an id that is there already it changes nothing.
        await hub.publish(said);
        res.json({ id });

        const asText = JSON.stringify(said.data);
        const data: Cost = {
          ...(await exchange),
          frame: eventBytes({ event: 'said', id, topics: [topic], data: asText }),
          webSocketUp: webSocketBytes(JSON.stringify({ id, name, text }), 'client'),
          webSocketDown: webSocketBytes(JSON.stringify({ id, ...said.data }), 'server'),
        };
        await hub.publish({ topic: `${topic}/costs`, event: 'cost', id: randomUUID(), data });
      });
    }
  },
};
