import { answerRefusals, readBody, Refusal } from '../../server/refusal.ts';
import type { UseCase } from '../../server/gallery.ts';
import { changeFriendship } from './friendships.ts';
import { isPerson, requests } from './notices.ts';
import { startOrders } from './orders.ts';

/** How long a notice is worth delivering, in seconds. */
const week = 7 * 24 * 3600;

export const notifications: UseCase = {
  name: 'notifications',
  // Nobody but the person may read `people/<name>/*`: server/authorize.ts grants it by the token. And only this server
  // publishes there.
  readable: [],
  publishable: [],
  async open({ hub, router, signIn, environment, closing }) {
    const secondsPerStep = Number(environment['SPILLWAY_ORDER_SECONDS'] ?? 4);
    const placeOrder = await startOrders({ hub, secondsPerStep, ttl: week, closing });

    /** The person whose token came with a request. */
    const whoAsks = async (req: { get(name: string): string | undefined }) => {
      const header = (name: string) => req.get(name);
      const name = await signIn.nameOf({ header }).catch((cause: unknown) => {
        throw new Refusal(401, 'sign in again', { cause });
      });
      if (name === undefined || !isPerson(name)) throw new Refusal(401, 'sign in as Ann or Ben first');
      return name;
    };

    router.post('/messages', async (req, res) => {
      const from = await whoAsks(req);
      const { id, to, text } = readBody(requests.message, req.body);
      const data = { from, text, at: Date.now() };
      // The same id again changes nothing: a page that got no answer may ask again.
      await hub.publish({
        topic: `people/${to}/messages`,
        event: 'message',
        id: `message/${from}/${id}`,
        data,
        ttl: week,
      });
      res.json({});
    });

    router.post('/payments', async (req, res) => {
      const from = await whoAsks(req);
      const { id, to, cents } = readBody(requests.payment, req.body);
      if (to === from) throw new Refusal(400, 'to: pay somebody else');
      const at = Date.now();
      // A batch is atomic: both are told, or nobody is.
      await hub.publish([
        {
          topic: `people/${from}/payments`,
          event: 'payment',
          id: `payment/${from}/${id}/sent`,
          data: { direction: 'sent', other: to, cents, at },
          ttl: week,
        },
        {
          topic: `people/${to}/payments`,
          event: 'payment',
          id: `payment/${from}/${id}/received`,
          data: { direction: 'received', other: from, cents, at },
          ttl: week,
        },
      ]);
      res.json({});
    });

    router.post('/friendships', async (req, res) => {
      const by = await whoAsks(req);
      const { with: other, step } = readBody(requests.friendship, req.body);
      await changeFriendship(hub, by, other, step);
      res.json({});
    });

    router.post('/orders', async (req, res) => {
      const by = await whoAsks(req);
      const { id, item } = readBody(requests.order, req.body);
      await placeOrder(by, id, item);
      res.json({});
    });

    // What a person has read is an event of theirs, too: so all of their tabs and devices know at once.
    router.post('/read', async (req, res) => {
      const by = await whoAsks(req);
      const { ids } = readBody(requests.read, req.body);
      await hub.publish({ topic: `people/${by}/read`, event: 'read', data: { ids }, ttl: week });
      res.json({});
    });

    router.use(answerRefusals);
  },
};
