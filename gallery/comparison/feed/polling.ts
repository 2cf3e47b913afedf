import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from 'spillway';
import { runOf } from '../network/run.ts';
import type { Wire } from '../network/wire-counts.ts';
import { topic } from './feed-event.ts';

/**
 * Answers polls: the events after the cursor and the next cursor, as JSON with nothing to spare. With `waitMs` an answer
 * waits so long for a first event (long polling). Without a cursor it begins now.
 */
export function createPolling(hub: Hub, wire: Wire) {
  return async (req: IncomingMessage, res: ServerResponse, waitMs: number): Promise<void> => {
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const after = new URL(req.url ?? '/', 'http://localhost').searchParams.get('after');
    try {
      // Whoever asks for the first time is told at once where the feed stands.
      const page = await hub.page({
        topics: [topic],
        cursor: after || undefined,
        waitMs: after ? waitMs : 0,
        signal: gone.signal,
        limit: 1000,
      });
      const label = runOf(req);
      if (page.events.length === 0 && label !== undefined && !gone.signal.aborted) wire.addEmpty(label);
      const events = page.events.map(({ data }) => data).join();
      const body = Buffer.from(`{"cursor":${JSON.stringify(page.cursor)},"events":[${events}]}`);
      res.writeHead(200, {
        'content-type': 'application/json',
        'content-length': body.length,
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
      });
      res.end(body);
    } catch {
      // The hub is closing.
      res.destroy();
    }
  };
}
