import { createHash } from 'node:crypto';
import type { PublishEvent } from 'spillway';
import { encodeBytes } from 'spillway/codec';
import { eventBytes } from '../../server/event-bytes.ts';
import { countExchange } from '../../server/exchange-bytes.ts';
import type { UseCase } from '../../server/gallery.ts';
import { createAlbum, type Picture } from './album.ts';
import type { Facts, Fetched, Way } from './ways.ts';

export const bytes: UseCase = {
  name: 'bytes',
  readable: ['bytes/*'],
  publishable: [],
  async open({ hub, router, folder }) {
    const album = createAlbum(folder);

    /** Publishes a picture in each way. The same picture may be published again: its events have ids. */
    async function publish({ id, bytes: file }: Picture): Promise<void> {
      const base64 = await publishAs('base64', id, encodeBytes(file, 'base64'));
      const dense = await publishAs('dense', id, encodeBytes(file, 'dense'));
      const link = await publishAs('link', id, JSON.stringify({ path: `/api/bytes/pictures/${id}` }));
      const sha256 = createHash('sha256').update(file).digest('hex');
      const data: Facts = { id, bytes: file.length, sha256, events: { base64, dense, link } };
      await hub.publish({ topic: 'bytes/facts', event: 'facts', id: `${id}-facts`, key: 'newest', data });
    }

    async function publishAs(way: Way, id: string, data: string): Promise<{ bytes: number; at: number }> {
      const event = {
        topic: `bytes/${way}`,
        event: way,
        id: `${id}-${way}`,
        key: 'newest',
        data,
      } satisfies PublishEvent;
      const at = Date.now();
      await hub.publish(event);
      return { bytes: eventBytes({ ...event, topics: [event.topic] }), at };
    }

    router.post('/pictures', async (_req, res) => {
      const picture = await album.draw();
      await publish(picture);
      res.status(201).json({ id: picture.id });
    });

    router.get('/pictures/:id', async (req, res) => {
      const { id } = req.params;
      if (!/^\d+-\d+$/.test(id)) {
        res.status(404).end();
        return;
      }
      const exchange = countExchange(req, res);
      // What is there never changes: a browser asks once.
      const options = { dotfiles: 'allow', immutable: true, maxAge: '1y' } as const;
      res.sendFile(album.pathOf(id), options, (error) => {
        if (error && !res.headersSent) res.status(404).end();
      });
      const data: Fetched = { id, ...(await exchange) };
      // An answer without the file, because the browser has it already, is another matter.
      if (res.statusCode === 200) await hub.publish({ topic: 'bytes/fetched', event: 'fetched', key: 'newest', data });
    });

    // There is always one to show; one that a crash kept from being published is published now.
    await publish((await album.newest()) ?? (await album.draw()));
  },
};
