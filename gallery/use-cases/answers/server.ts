import * as v from 'valibot';
import type { UseCase } from '../../server/gallery.ts';
import { createAnswering } from './answering.ts';
import { readDocumentation } from './corpus.ts';
import { createEndpointModel } from './endpoint-model.ts';
import { question } from './events.ts';
import { createToyModel } from './toy-model.ts';

export const answers: UseCase = {
  name: 'answers',
  readable: ['answers', 'answers/:id'],
  publishable: [],
  async open({ hub, router, environment, closing }) {
    const { SPILLWAY_AI_URL: url, SPILLWAY_AI_KEY: key, SPILLWAY_AI_MODEL: model = 'default' } = environment;
    const tokenMs = Number(environment['SPILLWAY_TOKEN_MS'] ?? 34);
    const chosen = url ? createEndpointModel({ url, key, model }) : createToyModel(await readDocumentation(), tokenMs);
    const answering = createAnswering(hub, chosen);
    closing.defer(() => answering.close());

    await hub.publish({
      topic: 'answers',
      event: 'model',
      key: 'model',
      data: { name: chosen.name, isToy: chosen.isToy },
    });
    await answering.takeUp();

    // The answer itself comes as events of the topic `answers/<id>`: the request is over before the first token.
    router.post('/', async (req, res) => {
      const { success, output } = v.safeParse(v.object({ question }), req.body);
      if (!success) {
        res.status(400).json({ detail: 'send {"question":"…"}, of 1 to 500 characters' });
        return;
      }
      const id = await answering.ask(output.question);
      if (id === undefined) res.status(503).json({ detail: 'too many answers are going on: ask again in a moment' });
      else res.status(201).json({ id });
    });

    router.post('/:id/stop', (req, res) => {
      res.status(answering.stop(req.params.id) ? 204 : 404).end();
    });
  },
};
